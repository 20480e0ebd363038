import { previewAsk, type PreviewReason } from '../../deployment/preview/previewAsk';
import { previewTurnName, type PullRequestName, pullRequestOfTurn } from '../../deployment/preview/previewNames';
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
import { gaveUpPage, pageAgainAfterMs } from './watchPages';

/**
 * Turns of pull requests: those that are open and not as they were looked at last, those that were open then and are
 * so no more, those whose run died, and those that are due.
 */
export function previewPlaces(sight: WatchSight): PlaceWithWish[] {
	const open = openPullRequests(sight);
	const turns = [...sight.turns.values()].flatMap((turn): Seen[] => {
		const named = pullRequestOfTurn(turn.name);
		return named === null ? [] : [open.get(turn.name) ?? closedPullRequest(sight, turn, named)];
	});
	const all = new Map([...open, ...turns.map((seen): [string, Seen] => [seen.turnName, seen])]);
	return [...all.values()].map((seen) => ({ turnName: seen.turnName, wanted: wantedOf(sight, seen) }));
}

/** A pull request, and what of it decides over its preview; null where that is not known. */
interface Seen {
	readonly turnName: string;
	readonly name: PullRequestName;
	readonly mark: string | null;
}

function openPullRequests({ repositories, looks }: WatchSight): Map<string, Seen> {
	const open = repositories.flatMap(({ name: repository, id: repositoryId, hasPreviews }) => {
		const pullRequests = hasPreviews ? (looks.get(repository)?.pullRequests ?? {}) : {};
		return Object.entries(pullRequests).map(([number, mark]): [string, Seen] => {
			const name = { repository, repositoryId, number: Number(number) };
			return [previewTurnName(name), { turnName: previewTurnName(name), name, mark }];
		});
	});
	return new Map(open);
}

/** Not among the open ones; where those could not be looked at, nothing is known of it. */
function closedPullRequest(
	{ repositories, looks }: WatchSight,
	turn: StoredTurn,
	named: Pick<PullRequestName, 'repository' | 'number'>,
): Seen {
	const watched = repositories.find(({ name }) => name.toLowerCase() === named.repository);
	const isSeen = watched?.hasPreviews === true && looks.has(watched.name);
	return {
		turnName: turn.name,
		name: {
			repository: watched?.name ?? textAt(turn.item, 'repository') ?? named.repository,
			repositoryId: watched?.id ?? textAt(turn.item, 'repositoryId') ?? '',
			number: named.number,
		},
		mark: isSeen ? '' : null,
	};
}

function wantedOf(sight: WatchSight, { turnName, name, mark }: Seen): WatchAsk[] | null {
	const turn = sight.turns.get(turnName);
	if (turn === undefined)
		return mark === null || isNothing(mark) ? [] : [askAbout(turnName, `pull/${mark}`, name, 'watch')];
	if (turn.owner !== '') return isAlive(turn, sight.databaseNowMs) ? null : [askForLapsed(turn, name)];
	return [
		...(mark === null || mark === turn.head ? [] : [askAbout(turnName, `pull/${mark}`, name, 'watch')]),
		...(Date.parse(turn.lookAgainAt) <= sight.nowMs
			? [askAbout(dueKey(turnName), `due/${turn.lookAgainAt}`, name, 'due')]
			: []),
	];
}

/** A draft that was never looked at has nothing that could be removed. */
function isNothing(mark: string): boolean {
	return mark === '' || mark.endsWith(' draft');
}

/** It goes on in another run. One whose runs died several times is left, and a person is told. */
function askForLapsed(turn: StoredTurn, name: PullRequestName): WatchAsk {
	const what = `The run ${turn.execution} gave no sign of life`;
	if (turn.restarts >= maxRestarts) {
		const page = gaveUpPage(turn.name, `${what}, and it was taken up ${turn.restarts} times already`);
		return { key: turn.name, about: `gaveUp/${turn.execution}`, repeatAfterMs: pageAgainAfterMs, item: page };
	}
	const ask = askAbout(turn.name, `lapsed/${turn.execution}`, name, 'lapsed');
	const before = isRecord(turn.item) ? turn.item : {};
	// Not handed over: should that run have come back meanwhile, it keeps its turn.
	const taken = { actor: textAt(before, 'actor') ?? '', releaseId: turn.owner, previousExecution: '', wish: false };
	return { ...ask, item: { ...before, ...ask.item, ...taken } };
}

function askAbout(key: string, about: string, name: PullRequestName, why: PreviewReason): WatchAsk {
	return { key, about, repeatAfterMs, item: { ...previewAsk({ ...name, why }) } };
}
