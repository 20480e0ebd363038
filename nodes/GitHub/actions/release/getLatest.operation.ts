import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { readLatestRelease } from '../../api/releases';
import { repositoryField } from '../../fields/repository';

export const getLatest: Operation = {
	value: 'getLatest',
	name: 'Get Latest',
	action: 'Get the latest release',
	description:
		'Read the newest release that is neither a draft nor a prerelease, with the commit of its tag; none at all is an answer',
	properties: [repositoryField],
	async execute(context) {
		const latest = await readLatestRelease(gitHubClient(context), repositoryField.read(context));
		return { exists: latest !== null, ...latest };
	},
};
