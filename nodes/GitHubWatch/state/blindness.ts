import { blindPatienceMs } from '../../deployment/state/toldBlind';
import { type AskMemory, nothingRemembered, type RepositoryMemory } from './watchMemory';
import { blindPage, pageAgainAfterMs, seesAgainPage, type WatchPage } from './watchPages';

/** What a poll saw of each repository. */
interface Looks {
	/** By `owner/name`: those that could be looked at. */
	readonly looks: ReadonlyMap<string, RepositoryMemory>;
	/** By `owner/name`: why the others could not. */
	readonly failures: ReadonlyMap<string, string>;
}

/** Each repository as it was found, or as it was found last and since when it could not be looked at. */
export function rememberLooks(
	known: ReadonlyMap<string, RepositoryMemory>,
	{ looks, failures }: Looks,
	nowMs: number,
): Map<string, RepositoryMemory> {
	const failed = [...failures.keys()].map((name): [string, RepositoryMemory] => {
		const before = known.get(name) ?? nothingRemembered;
		return [name, { ...before, failingSinceMs: before.failingSinceMs || nowMs }];
	});
	return new Map([...looks, ...failed]);
}

/** The page that what cannot be seen is worth, and what to remember of it. */
export interface BlindnessPage {
	readonly page: WatchPage | null;
	/** Undefined while all is seen. */
	readonly remembered: AskMemory | undefined;
}

/** What the Watch has not been able to look at for half an hour is paged, once; when all is seen again, that is resolved. */
export function blindnessPage(
	repositories: ReadonlyMap<string, RepositoryMemory>,
	failures: ReadonlyMap<string, string>,
	before: AskMemory | undefined,
	nowMs: number,
): BlindnessPage {
	const blind = [...repositories].filter(
		([, { failingSinceMs }]) => failingSinceMs > 0 && nowMs - failingSinceMs >= blindPatienceMs,
	);
	if (blind.length === 0) return { page: before === undefined ? null : seesAgainPage(), remembered: undefined };
	if (before !== undefined && nowMs - before.atMs < pageAgainAfterMs) return { page: null, remembered: before };
	const [[first, { failingSinceMs }] = ['', nothingRemembered]] = blind;
	return {
		page: blindPage(
			blind.map(([name]) => name),
			{
				total: repositories.size,
				minutes: Math.floor((nowMs - failingSinceMs) / 60_000),
				reason: failures.get(first) ?? '',
			},
		),
		remembered: { about: 'blind', atMs: nowMs, lookedAtMs: 0 },
	};
}
