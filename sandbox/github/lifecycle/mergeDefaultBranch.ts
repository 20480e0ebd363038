import type { GitHubContext } from '../context';
import { commitToBranch } from './pushing';
import { apiError } from '../http/errors';
import type { RepositoryRecord } from '../model';

/**
 * Merges the default branch into a branch that lacks some of it, as a deployment's `auto_merge` asks; returns
 * whether it had to. Raises 409 when both sides changed one file in different ways.
 */
export function mergeDefaultBranch(context: GitHubContext, record: RepositoryRecord, branch: string): boolean {
	const { defaultBranch } = context.services.repositories;
	const target = context.git.branchHead(record, branch);
	const source = context.git.branchHead(record, defaultBranch);
	if (branch === defaultBranch || !target || !source) return false;
	const missing = context.git.compare(record, branch, defaultBranch);
	if (!missing || missing.commits.length === 0) return false;
	const own = context.git.compare(record, defaultBranch, branch);
	const ownFiles = new Set(own?.files.map((file) => file.filename));
	const disputed = missing.files.find(
		({ filename }) => ownFiles.has(filename) && source.files[filename] !== target.files[filename],
	);
	if (disputed) throw apiError(409, `Conflict merging ${defaultBranch} into ${branch}.`);
	commitToBranch(context, record, branch, {
		files: Object.fromEntries(missing.files.map(({ filename }) => [filename, source.files[filename] ?? null])),
		message: `Merge branch '${defaultBranch}' into ${branch}`,
	});
	return true;
}
