import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { GitHubChangedFile, GitHubCommit, GitHubComparison } from './types';

/** The most files a comparison lists (docs.github.com/rest/commits/commits, "Compare two commits"). */
const maxComparedFiles = 300;
/** The most files a commit lists, over all its pages ("Get a commit", same page). */
const maxFilesOfCommit = 3000;
/** Of how many commits the files are read one by one, where the comparison's own list is cut. */
const maxCommitsRead = 250;
const pageSize = 100;

export interface WholeComparison {
	readonly comparison: GitHubComparison;
	/** Commits in head that are not in base, oldest first. */
	readonly commits: readonly GitHubCommit[];
	readonly files: readonly GitHubChangedFile[];
	/** False means that there may be more changed files. */
	readonly filesComplete: boolean;
	/** Why not, or how the list came about; empty for GitHub's own list. */
	readonly filesNote: string;
}

/** A comparison with all its commits, and its files as far as GitHub tells them. */
export async function readComparison(
	client: PlatformClient,
	apiPath: string,
	base: string,
	head: string,
): Promise<WholeComparison> {
	const request = {
		method: 'GET' as const,
		path: `${apiPath}${path`/compare/${base}...${head}`}`,
	};
	const comparison = await client.object<GitHubComparison>({
		...request,
		query: { per_page: pageSize, page: 1 },
	});
	const commits = [...comparison.commits];
	for (let page = 2; commits.length < comparison.total_commits; page++) {
		const next = await client.object<GitHubComparison>({
			...request,
			query: { per_page: pageSize, page },
		});
		if (next.commits.length === 0) break;
		commits.push(...next.commits);
	}
	const listed = comparison.files ?? [];
	if (listed.length < maxComparedFiles) {
		return { comparison, commits, files: listed, filesComplete: true, filesNote: '' };
	}
	const byCommit = await filesOfCommits(client, apiPath, commits.slice(-maxCommitsRead));
	const files = new Map([...byCommit.files, ...listed].map((file) => [file.filename, file]));
	const isCut = commits.length > maxCommitsRead || byCommit.isCut;
	return {
		comparison,
		commits,
		files: [...files.values()],
		filesComplete: !isCut,
		filesNote: isCut
			? 'GitHub does not list all files of so large a comparison'
			: 'From the files of each commit: a change that was taken back later is among them',
	};
}

async function filesOfCommits(
	client: PlatformClient,
	apiPath: string,
	commits: readonly GitHubCommit[],
): Promise<{ files: GitHubChangedFile[]; isCut: boolean }> {
	const lists = await mapConcurrently(commits, 4, async ({ sha }) => {
		return await listByPage<GitHubChangedFile>(
			client,
			{ method: 'GET', path: `${apiPath}${path`/commits/${sha}`}` },
			{
				limit: maxFilesOfCommit,
				pageSize,
				select: (body) =>
					typeof body === 'object' && body !== null && 'files' in body ? body.files : [],
			},
		);
	});
	return { files: lists.flat(), isCut: lists.some((list) => list.length >= maxFilesOfCommit) };
}
