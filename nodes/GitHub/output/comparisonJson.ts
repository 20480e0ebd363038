import type { IDataObject } from 'n8n-workflow';

import type { CommitRange, WholeComparison } from '../api/types';

export function comparisonJson(
	{ base, head }: CommitRange,
	{ comparison, commits, files, filesComplete, filesNote }: WholeComparison,
): IDataObject {
	return {
		base,
		head,
		status: comparison.status,
		aheadBy: comparison.ahead_by,
		behindBy: comparison.behind_by,
		totalCommits: comparison.total_commits,
		mergeBase: comparison.merge_base_commit?.sha ?? null,
		commits: commits.map(({ sha, commit }) => ({
			sha,
			message: commit.message,
			author: commit.author?.name ?? null,
			date: commit.author?.date ?? null,
		})),
		files: files.map((file) => ({
			filename: file.filename,
			status: file.status,
			...(file.previous_filename !== undefined && { previousFilename: file.previous_filename }),
		})),
		filesComplete,
		filesNote,
		url: comparison.html_url,
	};
}
