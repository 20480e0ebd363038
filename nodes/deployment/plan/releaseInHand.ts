import { isRecord, isTrueAt, numberAt, textsAt, valueAt } from '../values/jsonFields';
import { type CarriedLooks, readCarriedLooks } from './carriedLooks';
import { stringAt } from '../ledger/record';
import { readTurnNotes, type TurnNotes } from './turnNotes';

/** The release that a run of a turn carries: in every item under `release`. Times are ISO 8601, UTC; empty where not known. */
export interface ReleaseInHand {
	readonly releaseId: string;
	/** `owner/name`. */
	readonly repository: string;
	readonly repositoryId: string;
	readonly branch: string;
	/** The head that was seen last, its message's first line, and who wrote it. */
	readonly head: string;
	readonly headMessage: string;
	/** Who, or what, asked. */
	readonly actor: string;
	readonly deliveryId: string;
	readonly why: string;
	/** Whether a person asks to try again what failed, was compensated or drifted. */
	readonly wish: boolean;
	/** When the person asked: attempts after it are not repeated once more. */
	readonly wishedAt: string;
	/** The services the person named, `service/environment` or `service`; empty for all. */
	readonly services: readonly string[];
	readonly startedAt: string;
	readonly runStartedAt: string;
	/** When it was concluded, if it was asked again before it left: what ended before that was told. */
	readonly concludedAt: string;
	/** How often this run has looked before. */
	readonly round: number;
	readonly notes: TurnNotes;
	/** Whether the person on call knows from GitHub Watch that GitHub cannot be seen there. */
	readonly toldByWatch: boolean;
	readonly executionId: string;
	/** The turn that it runs in. */
	readonly turnName: string;
	/** The files in which two commits differ, by the pair, as GitHub listed them to an earlier round: they never change. */
	readonly compared?: DifferingFilesByPair;
	/** What earlier rounds of this run saw of services that need no second look yet. */
	readonly carried?: CarriedLooks;
}

export type DifferingFilesByPair = Readonly<Record<string, readonly string[]>>;

/** More than that is asked again: an item stays small. */
const mostComparedPairs = 12;
const mostComparedFiles = 25;

/** What of the comparisons is small enough to travel to the next round. */
export function smallComparisons(files: ReadonlyMap<string, unknown>): DifferingFilesByPair {
	const small = [...files].flatMap(([pair, names]): Array<[string, readonly string[]]> =>
		isListOfTexts(names) && names.length <= mostComparedFiles ? [[pair, names]] : [],
	);
	return Object.fromEntries(small.slice(-mostComparedPairs));
}

function comparedIn(value: unknown): DifferingFilesByPair {
	return isRecord(value) ? smallComparisons(new Map(Object.entries(value))) : {};
}

function isListOfTexts(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/**
 * The release by what the turn handed on: the ask at first, the release itself, in `release`, in later rounds
 * and after a hand-over. The turn says when a person asked; a wish that came without it begins now.
 */
export function readReleaseInHand(item: unknown, executionId: string, nowIso: string): ReleaseInHand | null {
	const before = valueAt(item, 'release');
	const text = (name: string): string => stringAt(before, name) || stringAt(item, name);
	const repository = text('repository');
	const branch = text('branch');
	if (repository === '' || branch === '') return null;
	const isSameRun = stringAt(before, 'executionId') === executionId && stringAt(before, 'runStartedAt') !== '';
	const wishedAt = newest(stringAt(item, 'wishedAt'), stringAt(item, 'turn', 'wishedAt'), stringAt(before, 'wishedAt'));
	const isWished = wishedAt !== '' || isTrueAt(item, 'wish');
	const services = textsAt(item, 'services');
	const notes = valueAt(before, 'notes') ?? valueAt(item, 'turn', 'notes') ?? valueAt(item, 'notes');
	return {
		releaseId:
			text('releaseId') || stringAt(item, 'turn', 'owner') || `${text('deliveryId') || text('why')}/${executionId}`,
		repository,
		repositoryId: text('repositoryId'),
		branch,
		head: stringAt(before, 'head') || stringAt(item, 'commit'),
		headMessage: stringAt(before, 'headMessage') || stringAt(item, 'message'),
		actor: text('actor'),
		deliveryId: text('deliveryId'),
		why: stringAt(before, 'why') || stringAt(item, 'why'),
		wish: isWished,
		wishedAt: isWished ? wishedAt || nowIso : '',
		services: services.length > 0 ? services : textsAt(before, 'services'),
		startedAt: stringAt(before, 'startedAt') || stringAt(item, 'startedAt') || nowIso,
		concludedAt: stringAt(before, 'concludedAt'),
		runStartedAt: isSameRun ? stringAt(before, 'runStartedAt') : nowIso,
		round: numberAt(item, 'round') ?? (isSameRun ? (numberAt(before, 'round') ?? 0) + 1 : 0),
		notes: readTurnNotes(notes),
		toldByWatch: (valueAt(item, 'toldByWatch') ?? valueAt(before, 'toldByWatch')) === true,
		executionId,
		turnName: stringAt(item, 'turn', 'name') || stringAt(before, 'turnName'),
		compared: comparedIn(valueAt(before, 'compared')),
		carried: isSameRun ? readCarriedLooks(valueAt(before, 'carried')) : {},
	};
}

/** ISO 8601, UTC, sorts as text. */
function newest(...times: readonly string[]): string {
	return [...times].sort().at(-1) ?? '';
}
