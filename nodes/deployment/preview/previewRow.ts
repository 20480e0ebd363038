import { stringAt } from '../ledger/record';
import { numberAt, textAt } from '../values/jsonFields';

/** A database branch, an app with its secrets and its image, a site's deploy of a branch. */
export const previewParts = ['database', 'app', 'site'] as const;

export type PreviewPartKind = (typeof previewParts)[number];

/**
 * `waiting`: nothing is there yet, for the reason that is told. `making`, `removing`: begun, and perhaps there.
 * `failed`: at this commit; it may be there. `refused`: it cannot be made. `ready`, `removed`: as it should be.
 */
export const previewStates = ['waiting', 'making', 'ready', 'failed', 'refused', 'removing', 'removed'] as const;

export type PreviewState = (typeof previewStates)[number];

/** A row of the Data Table `slipway_previews`, by its columns. Times are ISO 8601, UTC; empty where not known. */
export interface PreviewTableRow {
	/** `owner/name#number/part/service`: there is one row of it. */
	readonly key: string;
	readonly repository: string;
	readonly repository_id: string;
	readonly number: number;
	readonly service: string;
	readonly part: string;
	readonly platform: string;
	/** The project at Neon, the organization at Fly.io, the site at Netlify. */
	readonly target: string;
	/** The branch at Neon, the app at Fly.io, the context at Netlify. */
	readonly name: string;
	readonly platform_id: string;
	readonly url: string;
	readonly commit: string;
	/** The pull request's head branch. */
	readonly branch: string;
	readonly state: string;
	readonly reason: string;
	readonly log_end: string;
	readonly expires_at: string;
	readonly started_at: string;
	readonly finished_at: string;
	readonly release_id: string;
}

/** The columns of `slipway_previews`. */
export const previewColumns: ReadonlyArray<keyof PreviewTableRow> = [
	'key',
	'repository',
	'repository_id',
	'number',
	'service',
	'part',
	'platform',
	'target',
	'name',
	'platform_id',
	'url',
	'commit',
	'branch',
	'state',
	'reason',
	'log_end',
	'expires_at',
	'started_at',
	'finished_at',
	'release_id',
];

/** One part of a preview as its row tells it. */
export interface PreviewEntry {
	readonly key: string;
	readonly repository: string;
	readonly repositoryId: string;
	readonly number: number;
	readonly service: string;
	readonly part: PreviewPartKind;
	readonly platform: string;
	readonly target: string;
	readonly name: string;
	readonly platformId: string;
	readonly url: string;
	readonly commit: string;
	readonly branch: string;
	readonly state: PreviewState;
	readonly reason: string;
	readonly logEnd: string;
	readonly expiresAt: string;
	readonly startedAt: string;
	/** Of the last try, also where it failed; empty while it is under way. */
	readonly finishedAt: string;
	/** The run's ask that touched it last. */
	readonly releaseId: string;
}

export function toPreviewRow(entry: PreviewEntry): PreviewTableRow {
	const { key, repository, number, service, part, platform, target, name, url, commit, branch, state, reason } = entry;
	return {
		key,
		repository,
		repository_id: entry.repositoryId,
		number,
		service,
		part,
		platform,
		target,
		name,
		platform_id: entry.platformId,
		url,
		commit,
		branch,
		state,
		reason,
		log_end: entry.logEnd,
		expires_at: entry.expiresAt,
		started_at: entry.startedAt,
		finished_at: entry.finishedAt,
		release_id: entry.releaseId,
	};
}

/** A part as its row tells it; null for what is no row. A state that nobody knows may be anything: it is being made. */
export function fromPreviewRow(row: unknown): PreviewEntry | null {
	const part = previewParts.find((known) => known === textAt(row, 'part'));
	const key = textAt(row, 'key');
	const number = numberAt(row, 'number') ?? Number(stringAt(row, 'number'));
	if (part === undefined || key === null || !Number.isInteger(number) || number < 1) return null;
	const text = (column: keyof PreviewTableRow): string => stringAt(row, column);
	return {
		key,
		repository: text('repository'),
		repositoryId: text('repository_id'),
		number,
		service: text('service'),
		part,
		platform: text('platform'),
		target: text('target'),
		name: text('name'),
		platformId: text('platform_id'),
		url: text('url'),
		commit: text('commit'),
		branch: text('branch'),
		state: previewStates.find((state) => state === text('state')) ?? 'making',
		reason: text('reason'),
		logEnd: text('log_end'),
		expiresAt: text('expires_at'),
		startedAt: text('started_at'),
		finishedAt: text('finished_at'),
		releaseId: text('release_id'),
	};
}
