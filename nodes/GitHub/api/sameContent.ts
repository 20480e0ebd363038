import { type GlobFilter, passing } from '../../deployment/values/globs/globFilter';
import { isRecord, listAt, textAt } from '../../deployment/values/jsonFields';
import type { PlatformClient } from '../../shared/http/platformClient';
import { maxComparedFiles, readComparison } from './comparisons';
import type { Repository } from './repositories';
import type { CommitRange } from './types';

/** The files in which two commits differ; null where GitHub does not list them all, so that any may differ. */
export type DifferingFiles = readonly string[] | null;

/**
 * The files in which two commits differ, under their present and their former names. GitHub compares from where
 * the two parted (three dots), and lists nothing when the head is behind: so the other direction is asked too,
 * unless the base is that very place. A commit that is gone, no common history, no list and a list of 300 files
 * leave it open.
 *
 * @throws PlatformRequestError when GitHub could not be asked.
 */
export async function readDifferingFiles(
	client: PlatformClient,
	repository: Repository,
	{ base, head }: CommitRange,
): Promise<DifferingFiles> {
	if (base === head) return [];
	const forwards = await readDirection(client, repository, { base, head });
	// Ahead or identical: the base is the merge base, and the list is the whole difference.
	if (forwards === null || !forwards.isBehind) return forwards?.files ?? null;
	const backwards = await readDirection(client, repository, { base: head, head: base });
	return backwards === null ? null : [...new Set([...forwards.files, ...backwards.files])];
}

/** Whether none of them belongs to what has these paths; with no paths at all, every other commit differs. */
export function isSameContent(files: DifferingFiles, paths: GlobFilter): boolean {
	if (files === null || (paths.include.length === 0 && paths.exclude.length === 0)) return false;
	return passing(paths, files).length === 0;
}

/** Whether two commits have the same content for what has these paths. @throws PlatformRequestError when GitHub could not be asked. */
export async function sameContent(
	client: PlatformClient,
	repository: Repository,
	range: CommitRange,
	paths: GlobFilter,
): Promise<boolean> {
	if (range.base === range.head) return true;
	if (paths.include.length === 0 && paths.exclude.length === 0) return false;
	return isSameContent(await readDifferingFiles(client, repository, range), paths);
}

interface Direction {
	readonly files: readonly string[];
	/** The base has commits that the head has not. */
	readonly isBehind: boolean;
}

async function readDirection(
	client: PlatformClient,
	repository: Repository,
	range: CommitRange,
): Promise<Direction | null> {
	const comparison = await readComparison(client, repository, range);
	const status = textAt(comparison, 'status');
	if (!isRecord(comparison) || !Array.isArray(comparison.files) || status === null) return null;
	const files = listAt(comparison, 'files');
	if (files.length >= maxComparedFiles) return null;
	return {
		files: files
			.flatMap((file) => [textAt(file, 'filename') ?? '', textAt(file, 'previous_filename') ?? ''])
			.filter(Boolean),
		isBehind: status !== 'ahead' && status !== 'identical',
	};
}
