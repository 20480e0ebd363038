import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation/operation';
import { requiredText } from '../../../shared/fields/parameters';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { gitHubClient } from '../../api/client';
import { readComparison } from '../../api/comparisons';

export const compare: Operation = {
	value: 'compare',
	name: 'Compare',
	action: 'Compare two commits',
	description: 'Tell how two commits stand to each other, and which files lie between them',
	properties: [
		repositoryProperty,
		{
			displayName: 'Base',
			name: 'base',
			type: 'string',
			default: '',
			required: true,
			description: 'Commit, branch or tag at which the comparison starts',
		},
		{
			displayName: 'Head',
			name: 'head',
			type: 'string',
			default: '',
			required: true,
			description: 'Commit, branch or tag to compare with it',
		},
	],
	async execute(context) {
		const base = requiredText(context, 'base', 'Base');
		const head = requiredText(context, 'head', 'Head');
		const { apiPath } = repositoryParameter(context);
		const { comparison, commits, files, filesComplete, filesNote } = await readComparison(
			gitHubClient(context),
			apiPath,
			base,
			head,
		);
		const result: IDataObject = {
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
		return result;
	},
};
