import type { AskReason, ReleaseAsk } from '../../deployment/event/releaseAsk';
import { isRecord, textAt } from '../../deployment/values/jsonFields';
import type { StoredTurn } from '../../Upstash/api/types';
import {
	dueKey,
	isAlive,
	maxRestarts,
	type PlaceWithWish,
	repeatAfterMs,
	type WatchAsk,
	type WatchSight,
} from './turnAsks';
import type { AskMemory } from './watchMemory';
import type { WatchedRepository } from './watchList';
import { pullRequestOfTurn } from '../../deployment/preview/previewNames';
import { previewPlaces } from './previewAsks';
import { gaveUpPage, pageAgainAfterMs } from './watchPages';

export interface ReleaseAsks {
	readonly asks: readonly WatchAsk[];
	/** What to remember, these asks included. */
	readonly remembered: ReadonlyMap<string, AskMemory>;
}

/** So many at once: each is a run. The others are asked for by the next poll. */
const maxAsks = 50;

/**
 * Which releases to ask for: turns whose run died, heads and releases that nobody looked at, turns that are due. A
 * turn whose run lives is left alone: that run looks again before it ends, and what moves after its last look is
 * seen by the next poll.
 */
export function releaseAsks(sight: WatchSight): ReleaseAsks {
	const asks: WatchAsk[] = [];
	const remembered = new Map<string, AskMemory>();
	for (const { turnName, wanted } of placesOf(sight)) {
		// One look answers all that is wanted of a turn.
		let isAsked = false;
		for (const key of [turnName, releaseKey(turnName), dueKey(turnName)]) {
			const before = sight.asks.get(key);
			const ask = wanted?.find((candidate) => candidate.key === key);
			if (ask === undefined) {
				// Satisfied, so that the same may be asked for anew; a run under way has not shown yet what comes of it.
				if (before !== undefined && (wanted === null || key === releaseKey(turnName))) remembered.set(key, before);
			} else if (before?.about === ask.about && sight.nowMs - before.atMs < ask.repeatAfterMs) {
				remembered.set(key, before);
			} else if (asks.length < maxAsks) {
				const lookedAtMs = sight.turns.get(turnName)?.lookedAtMs ?? 0;
				remembered.set(key, { about: ask.about, atMs: sight.nowMs, lookedAtMs });
				if (!isAsked) asks.push(ask);
				isAsked = true;
			}
		}
	}
	return { asks, remembered };
}

function placesOf(sight: WatchSight): PlaceWithWish[] {
	const watched = sight.repositories.flatMap((repository) =>
		[...new Set([...repository.branches, ...repository.releaseBranches])].map((branch) => ({
			turnName: sight.turnNameOf(repository.name, branch),
			wanted: wantedOfBranch(sight, repository, branch),
		})),
	);
	const names = new Set(watched.map(({ turnName }) => turnName));
	// Of a branch that is not watched any more: what was begun there is brought to its end.
	const others = [...sight.turns.values()]
		.filter(({ name }) => !names.has(name) && pullRequestOfTurn(name) === null)
		.map((turn) => ({ turnName: turn.name, wanted: wantedOfTurn(sight, turn, placeOf(turn)) }));
	return [...watched, ...others, ...previewPlaces(sight)];
}

function wantedOfBranch(sight: WatchSight, repository: WatchedRepository, branch: string): WatchAsk[] | null {
	const turnName = sight.turnNameOf(repository.name, branch);
	const turn = sight.turns.get(turnName);
	const known = { repository: repository.name, repositoryId: repository.id, branch };
	const ofTurn = turn === undefined ? [] : wantedOfTurn(sight, turn, known);
	if (ofTurn === null || (turn !== undefined && turn.owner !== '')) return ofTurn;
	const place = { turnName, turn, known };
	const moved = [askForHead(sight, repository, place), askForNewRelease(sight, repository, place)];
	return [...moved.filter((ask) => ask !== null), ...ofTurn];
}

function wantedOfTurn(sight: WatchSight, turn: StoredTurn, known: Place | null): WatchAsk[] | null {
	if (turn.owner !== '' && isAlive(turn, sight.databaseNowMs)) return null;
	if (known === null) return [];
	if (turn.owner !== '') return [askForLapsed(turn, known)];
	return Date.parse(turn.lookAgainAt) <= sight.nowMs ? [askForDue(turn, known)] : [];
}

type Place = Pick<ReleaseAsk, 'repository' | 'repositoryId' | 'branch'>;

interface BranchTurn {
	readonly turnName: string;
	readonly turn: StoredTurn | undefined;
	readonly known: Place;
}

function askForHead(
	{ looks }: WatchSight,
	{ name, branches }: WatchedRepository,
	{ turnName, turn, known }: BranchTurn,
): WatchAsk | null {
	const head = branches.includes(known.branch) ? looks.get(name)?.heads[known.branch] : undefined;
	if (head === undefined || head === turn?.head) return null;
	const message = head === '' ? `The branch ${known.branch} is gone` : '';
	return askAbout(turnName, `head/${head}`, asked(known, 'watch', { commit: head, message }));
}

/** A turn knows no release that it looked at, so what was asked for counts: until somebody has looked after that. */
function askForNewRelease(
	{ looks, asks }: WatchSight,
	{ name, releaseBranches }: WatchedRepository,
	{ turnName, turn, known }: BranchTurn,
): WatchAsk | null {
	const release = releaseBranches.includes(known.branch) ? looks.get(name)?.release : undefined;
	if (release === undefined) return null;
	const about = `release/${release.id}`;
	const before = asks.get(releaseKey(turnName));
	if (before?.about === about && (turn?.lookedAtMs ?? 0) !== before.lookedAtMs) return null;
	// Where there is no release yet, only services that nobody ever looked at are.
	if (release.id === '' && turn !== undefined && before === undefined) return null;
	const gone = before === undefined ? '' : 'There is no release any more';
	const message = release.id === '' ? gone : `${release.tag} is the latest release`;
	return askAbout(releaseKey(turnName), about, asked(known, 'watch', { message }));
}

function releaseKey(turnName: string): string {
	return `${turnName}#release`;
}

/**
 * The release goes on in another run, which counts that when it takes the turn. One whose runs died several times
 * is left, and a person is told: the next push takes the turn.
 */
function askForLapsed(turn: StoredTurn, known: Place): WatchAsk {
	const what = `The run ${turn.execution} gave no sign of life`;
	if (turn.restarts >= maxRestarts) {
		const page = gaveUpPage(turn.name, `${what}, and its release was taken up ${turn.restarts} times already`);
		return { key: turn.name, about: `gaveUp/${turn.execution}`, repeatAfterMs: pageAgainAfterMs, item: page };
	}
	return askAbout(turn.name, `lapsed/${turn.execution}`, {
		...(isRecord(turn.item) ? turn.item : {}),
		...asked(known, 'lapsed', { message: what }),
		actor: textAt(turn.item, 'actor') ?? '',
		releaseId: turn.owner,
		// Not handed over: should that run have come back meanwhile, it keeps its turn.
		previousExecution: '',
		// The turn keeps a wish until it was answered.
		wish: false,
	});
}

function askForDue(turn: StoredTurn, known: Place): WatchAsk {
	return askAbout(dueKey(turn.name), `due/${turn.lookAgainAt}`, asked(known, 'due', {}));
}

function askAbout(key: string, about: string, ask: object): WatchAsk {
	return { key, about, repeatAfterMs, item: { kind: 'release', ...ask } };
}

function asked(
	known: Place,
	why: AskReason,
	{ commit = '', message = '' }: { readonly commit?: string; readonly message?: string },
): ReleaseAsk {
	return { ...known, why, actor: '', message, commit, deliveryId: '', event: '' };
}

/** By what its run was asked for, else by its name, in which a repository is in lower case. */
function placeOf({ name, item }: StoredTurn): Place | null {
	const at = name.indexOf('@');
	const repository = textAt(item, 'repository') ?? name.slice(0, Math.max(0, at));
	const branch = textAt(item, 'branch') ?? name.slice(at + 1);
	if (at <= 0 || repository === '' || branch === '') return null;
	return { repository, repositoryId: textAt(item, 'repositoryId') ?? '', branch };
}
