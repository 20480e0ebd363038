import { type CatalogRow, previewEnvironment } from '../catalog/catalogRow';
import { readServiceCatalog } from '../catalog/serviceCatalog';
import { isRecord, textAt } from '../values/jsonFields';
import { passes } from '../values/globs/globFilter';
import { expiryMs, isPerhapsThere } from './decidePart';
import { type PreviewAsk, previewAsk } from './previewAsk';
import { numberInPreviewName, previewAppName, previewBranchName } from './previewNames';
import { whyNoPreview } from './previewParts';
import type { PreviewEntry } from './previewRow';
import type { PullRequest } from './previewSight';
import { isOfRepository, newestOfEach } from './seePreview';

/** What the daily sweep looks through. */
export interface SweepSight {
	readonly catalogRows: readonly unknown[];
	readonly previewRows: readonly unknown[];
	/** Names of apps at Fly.io, and of branches at Neon; of things that are no preview's as well. */
	readonly names: readonly string[];
	/** The open pull requests by repository, in lower case; a repository that could not be read is not in it. */
	readonly open: ReadonlyMap<string, readonly PullRequest[]>;
	readonly nowMs: number;
}

/** A repository that has previews, or had. */
export interface SweptRepository {
	/** `owner/name` */
	readonly repository: string;
	readonly repositoryId: string;
}

/** The repositories whose open pull requests have to be known. */
export function repositoriesToSweep({ catalogRows, previewRows }: Pick<SweepSight, 'catalogRows' | 'previewRows'>) {
	const found = new Map<string, SweptRepository>();
	for (const { repository, repositoryId, enabled } of previewRowsOf(catalogRows)) {
		if (enabled && repository !== '') add(found, { repository, repositoryId: repositoryId ?? '' });
	}
	for (const { repository, repositoryId } of remainsIn(previewRows)) add(found, { repository, repositoryId });
	return [...found.values()];
}

function add(found: Map<string, SweptRepository>, one: SweptRepository): void {
	const isSame = isOfRepository(one);
	const known = [...found.values()].find(({ repository, repositoryId }) => isSame(repository, repositoryId));
	if (known === undefined) found.set(one.repository.toLowerCase(), one);
}

/**
 * Asks for each pull request that has something it should not have, or lacks something: closed ones with remains,
 * also those that only a platform knows of; open ones that were never looked at, or whose parts are of an older
 * head, unfinished, or about to expire. What failed is left alone: it waits for a push.
 */
export function sweepPreviews(sight: SweepSight): PreviewAsk[] {
	return repositoriesToSweep(sight).flatMap((repository) => {
		const open = sight.open.get(repository.repository.toLowerCase());
		return open === undefined ? [] : asksOf(repository, open, sight);
	});
}

function asksOf(repository: SweptRepository, open: readonly PullRequest[], sight: SweepSight): PreviewAsk[] {
	const isIt = isOfRepository({
		repository: repository.repository,
		repositoryId: open[0]?.repositoryId ?? repository.repositoryId,
	});
	const remains = remainsIn(sight.previewRows).filter((entry) => isIt(entry.repository, entry.repositoryId));
	const rows = previewRowsOf(sight.catalogRows).filter((row) => isIt(row.repository, row.repositoryId ?? ''));
	const orphans = orphansOf({
		rows,
		repository: { ...repository, repositoryId: open[0]?.repositoryId ?? repository.repositoryId },
		names: sight.names,
		remains,
	});
	const numbers = new Set([
		...remains.map(({ number }) => number),
		...orphans.keys(),
		...open.map(({ number }) => number),
	]);
	return [...numbers]
		.sort((one, other) => one - other)
		.flatMap((number) => {
			const pullRequest = open.find((candidate) => candidate.number === number);
			const entries = remains.filter((entry) => entry.number === number);
			const services = orphans.get(number) ?? [];
			if (!needsLook({ pullRequest, entries, services, rows, nowMs: sight.nowMs })) return [];
			return [previewAsk({ ...repository, number, why: 'daily', services })];
		});
}

interface Candidate {
	readonly pullRequest: PullRequest | undefined;
	readonly entries: readonly PreviewEntry[];
	readonly services: readonly string[];
	readonly rows: readonly CatalogRow[];
	readonly nowMs: number;
}

function needsLook({ pullRequest, entries, services, rows, nowMs }: Candidate): boolean {
	if (pullRequest === undefined || whyNoPreview(pullRequest) !== null) {
		return entries.some(isPerhapsThere) || services.length > 0;
	}
	const isWanted = rows.some(
		({ enabled, hold, branches }) =>
			enabled && !hold && passes({ include: branches, exclude: [] }, pullRequest.baseBranch),
	);
	if (entries.length === 0) return isWanted;
	return entries.some(
		({ part, state, commit, expiresAt }) =>
			!['ready', 'failed', 'refused'].includes(state) ||
			(state === 'ready' && part !== 'database' && commit !== pullRequest.headCommit) ||
			(expiresAt !== '' && Date.parse(expiresAt) - nowMs < expiryMs / 2),
	);
}

/** Services by pull request of which something is there that no row knows: its name is one that only ours have. */
function orphansOf({
	rows,
	repository,
	names,
	remains,
}: {
	readonly rows: readonly CatalogRow[];
	readonly repository: SweptRepository;
	readonly names: readonly string[];
	readonly remains: readonly PreviewEntry[];
}): Map<number, string[]> {
	const known = new Set(remains.map(({ name }) => name));
	const orphans = new Map<number, string[]>();
	for (const name of names) {
		const number = known.has(name) ? null : numberInPreviewName(name);
		if (number === null) continue;
		const row = rows.find(({ service }) =>
			[previewAppName, previewBranchName].some((nameOf) => nameOf({ ...repository, number }, service) === name),
		);
		if (row === undefined) continue;
		orphans.set(number, [...new Set([...(orphans.get(number) ?? []), row.service])]);
	}
	return orphans;
}

function remainsIn(previewRows: readonly unknown[]): PreviewEntry[] {
	return newestOfEach(previewRows).filter(({ state }) => state !== 'removed');
}

function previewRowsOf(catalogRows: readonly unknown[]): CatalogRow[] {
	return readServiceCatalog(catalogRows.filter(isRecord)).rows.filter(
		({ environment }) => environment.toLowerCase() === previewEnvironment,
	);
}

/** The names in items of a platform's Get Many, whatever else is in them. */
export function namesIn(items: readonly unknown[]): string[] {
	return items.flatMap((item) => (typeof item === 'string' ? [item] : (textAt(item, 'name') ?? [])));
}
