import type { PlatformClient } from '../../shared/http/platformClient';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { listFilesOfCommit, maxFilesOfCommit } from './commits';
import { compareCommits, maxComparedFiles } from './comparisons';
import type { Repository } from './repositories';
import type { CommitRange, GitHubChangedFile, GitHubCommit, GitHubComparison, WholeComparison } from './types';

/** Of how many commits the files are read one by one, where the comparison's own list is cut. */
const maxCommitsRead = 250;
const pageSize = 100;

/** A comparison with all its commits, and its files as far as GitHub lists them. */
export async function readWholeComparison(
	client: PlatformClient,
	repository: Repository,
	range: CommitRange,
): Promise<WholeComparison> {
	const comparison = await compareCommits(client, repository, range, { page: 1, per_page: pageSize });
	const commits = await allCommits(client, repository, range, comparison);
	const listed = comparison.files ?? [];
	if (listed.length < maxComparedFiles) {
		return { comparison, commits, files: listed, filesComplete: true, filesNote: '' };
	}
	const byCommit = await filesOfCommits(client, repository, commits.slice(-maxCommitsRead));
	const files = new Map([...byCommit.files, ...listed].map((file) => [file.filename, file]));
	const isCut = commits.length > maxCommitsRead || byCommit.isCut;
	return {
		comparison,
		commits,
		files: [...files.values()],
		filesComplete: !isCut,
		filesNote: isCut
			? 'GitHub does not list all files of a comparison this large'
			: 'Collected from the files of each commit, so it includes changes that a later commit reverted',
	};
}

async function allCommits(
	client: PlatformClient,
	repository: Repository,
	range: CommitRange,
	first: GitHubComparison,
): Promise<GitHubCommit[]> {
	const commits = [...first.commits];
	for (let page = 2; commits.length < first.total_commits; page++) {
		const next = await compareCommits(client, repository, range, { page, per_page: pageSize });
		if (next.commits.length === 0) break;
		commits.push(...next.commits);
	}
	return commits;
}

async function filesOfCommits(
	client: PlatformClient,
	repository: Repository,
	commits: readonly GitHubCommit[],
): Promise<{ files: GitHubChangedFile[]; isCut: boolean }> {
	const lists = await mapConcurrently(commits, 4, async ({ sha }) => await listFilesOfCommit(client, repository, sha));
	return { files: lists.flat(), isCut: lists.some((list) => list.length >= maxFilesOfCommit) };
}
