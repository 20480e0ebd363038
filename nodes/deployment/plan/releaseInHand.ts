import { isTrueAt, numberAt, textAt, textsAt, valueAt } from '../values/jsonFields';
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
	/** How often this run has looked before. */
	readonly round: number;
	readonly notes: TurnNotes;
	readonly executionId: string;
}

/**
 * The release by what the turn handed on: the ask at first, the release itself in later rounds. A wish that
 * the turn gave just now begins now.
 */
export function readReleaseInHand(item: unknown, executionId: string, nowIso: string): ReleaseInHand | null {
	const before = valueAt(item, 'release');
	const text = (name: string): string => stringAt(before, name) || stringAt(item, name);
	const repository = text('repository');
	const branch = text('branch');
	if (repository === '' || branch === '') return null;
	const isFirst = textAt(before, 'runStartedAt') === null || stringAt(before, 'executionId') !== executionId;
	const isWishedNow = isTrueAt(item, 'wish') || isTrueAt(item, 'turn', 'wish');
	const wish = isWishedNow || isTrueAt(before, 'wish');
	const wishedBefore = textAt(before, 'wishedAt') ?? '';
	const services = textsAt(item, 'services');
	const notes = valueAt(before, 'notes') ?? valueAt(item, 'turn', 'notes') ?? valueAt(item, 'notes');
	return {
		releaseId:
			text('releaseId') || stringAt(item, 'turn', 'owner') || `${text('deliveryId') || text('why')}/${executionId}`,
		repository,
		repositoryId: text('repositoryId'),
		branch,
		head: text('head'),
		headMessage: text('headMessage'),
		actor: text('actor'),
		deliveryId: text('deliveryId'),
		why: text('why'),
		wish,
		wishedAt: isWishedNow && (wishedBefore === '' || isTrueAt(item, 'turn', 'wish')) ? nowIso : wishedBefore,
		services: services.length > 0 ? services : textsAt(before, 'services'),
		startedAt: stringAt(before, 'startedAt') || stringAt(item, 'startedAt') || nowIso,
		runStartedAt: isFirst ? nowIso : stringAt(before, 'runStartedAt'),
		round: numberAt(item, 'round') ?? numberAt(before, 'round') ?? 0,
		notes: readTurnNotes(notes),
		executionId,
	};
}
