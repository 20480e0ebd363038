import { writeJson } from '../../deployment/values/json';
import { cutText } from '../../deployment/values/text';
import { type AskMemory, nothingRemembered, type RepositoryMemory } from './watchMemory';

/** What could not be looked at for so long is paged. */
export const pageAfterMs = 30 * 60_000;

/** While it lasts the page is sent again, should the first not have come through: under one key it is one incident. */
const pageAgainAfterMs = 60 * 60_000;

const pageKey = 'slipway/watch';

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

/** A page as workflow 13 takes it. */
export interface WatchPage {
	readonly action: 'trigger' | 'resolve';
	readonly key: string;
	readonly summary: string;
	readonly severity: string;
	readonly source: string;
	readonly class: string;
	/** JSON. */
	readonly details: string;
	/** Empty: it was not kept yet. */
	readonly at: string;
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
		([, { failingSinceMs }]) => failingSinceMs > 0 && nowMs - failingSinceMs >= pageAfterMs,
	);
	if (blind.length === 0) {
		return {
			page: before === undefined ? null : watchPage('resolve', 'GitHub Watch sees everything again', {}),
			remembered: undefined,
		};
	}
	if (before !== undefined && nowMs - before.atMs < pageAgainAfterMs) return { page: null, remembered: before };
	const [[first, { failingSinceMs }] = ['', nothingRemembered]] = blind;
	const reason = cutText(failures.get(first) ?? '', 300);
	const minutes = Math.floor((nowMs - failingSinceMs) / 60_000);
	const what = blind.length === 1 ? first : `${blind.length} of ${repositories.size} repositories`;
	return {
		page: watchPage(
			'trigger',
			`GitHub Watch has not been able to look at ${what} for ${minutes} minutes: pushes whose delivery is lost are not seen`,
			{
				repositories: blind
					.map(([name]) => name)
					.slice(0, 20)
					.join(', '),
				reason,
			},
		),
		remembered: { about: 'blind', atMs: nowMs, lookedAtMs: 0 },
	};
}

/** The page for a store that cannot be read: then nothing at all is seen. */
export function unreadStorePage(reason: string, minutes: number): WatchPage {
	return watchPage(
		'trigger',
		`GitHub Watch has not been able to read Upstash Redis for ${minutes} minutes: lost deliveries and dead runs are not seen`,
		{ reason: cutText(reason, 300) },
	);
}

export function storeReadAgainPage(): WatchPage {
	return watchPage('resolve', 'GitHub Watch reads Upstash Redis again', {});
}

function watchPage(action: WatchPage['action'], summary: string, details: Readonly<Record<string, string>>): WatchPage {
	return {
		action,
		key: pageKey,
		summary,
		severity: 'warning',
		source: 'slipway',
		class: 'watch',
		details: writeJson(details),
		at: '',
	};
}
