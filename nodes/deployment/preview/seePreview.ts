import { previewEnvironment } from '../catalog/catalogRow';
import { readServiceCatalog } from '../catalog/serviceCatalog';
import { isRecord } from '../values/jsonFields';
import { servicesOf, whyNoPreview } from './previewParts';
import type { PreviewInHand } from './previewInHand';
import { fromPreviewRow, type PreviewEntry } from './previewRow';
import type { PreviewSight, PullRequestSight } from './previewSight';

/** What the tables hold, as the Data Tables gave it. */
export interface PreviewTables {
	readonly catalogRows: readonly unknown[];
	readonly previewRows: readonly unknown[];
}

/** What is seen of a pull request before GitHub is asked for builds. */
export function previewSight(
	preview: PreviewInHand,
	pullRequest: PullRequestSight,
	{ catalogRows, previewRows }: PreviewTables,
): PreviewSight {
	const repositoryId = (pullRequest.isSeen && pullRequest.pullRequest?.repositoryId) || preview.repositoryId;
	const isIt = isOfRepository({ repository: preview.repository, repositoryId });
	const catalog = readServiceCatalog(catalogRows.filter(isRecord).filter((row) => Object.keys(row).length > 0));
	const rows = catalog.rows.filter((row) => isIt(row.repository, row.repositoryId ?? ''));
	const entries = newestOfEach(previewRows).filter((entry) => isIt(entry.repository, entry.repositoryId));
	return {
		preview,
		pullRequest,
		services: rows
			.filter(({ environment }) => environment.toLowerCase() === previewEnvironment)
			.map((row) => ({
				row,
				issue: catalog.issues
					.filter((issue) => issue.row === row.rowNumber)
					.map(({ field, message }) => `${field}: ${message}`)
					.join('; '),
			})),
		branchRows: catalog.rows.filter(({ environment }) => environment.toLowerCase() !== previewEnvironment),
		entries: entries.filter(({ number }) => number === preview.number),
		others: entries.filter(({ number }) => number !== preview.number),
		builds: new Map(),
	};
}

/** A repository is its id; the name counts only where one of the two has none. */
export function isOfRepository(wanted: {
	readonly repository: string;
	readonly repositoryId: string;
}): (repository: string, repositoryId: string) => boolean {
	return (repository, repositoryId) =>
		repositoryId === '' || wanted.repositoryId === ''
			? repository.toLowerCase() === wanted.repository.toLowerCase()
			: repositoryId === wanted.repositoryId;
}

/** A table without unique keys may hold a row twice: the one that was written last counts. */
export function newestOfEach(rows: readonly unknown[]): PreviewEntry[] {
	const byKey = new Map<string, PreviewEntry>();
	for (const entry of rows.flatMap((row) => fromPreviewRow(row) ?? [])) {
		const known = byKey.get(entry.key);
		if (known === undefined || lastTouched(entry) >= lastTouched(known)) byKey.set(entry.key, entry);
	}
	return [...byKey.values()];
}

function lastTouched({ startedAt, finishedAt }: PreviewEntry): string {
	return startedAt > finishedAt ? startedAt : finishedAt;
}

/** The workflows whose runs at the head have to be known. */
export function neededBuilds(sight: PreviewSight): { readonly workflows: readonly string[]; readonly commit: string } {
	const seen = sight.pullRequest.isSeen ? sight.pullRequest.pullRequest : null;
	if (seen === null || whyNoPreview(seen) !== null) return { workflows: [], commit: '' };
	const workflows = servicesOf(sight, seen)
		.filter(({ row, issue }) => issue === '' && row.platform === 'fly' && row.image.includes('{commit}'))
		.map(({ row }) => row.buildWorkflow)
		.filter((workflow) => workflow !== '');
	return { workflows: [...new Set(workflows)], commit: seen.headCommit };
}
