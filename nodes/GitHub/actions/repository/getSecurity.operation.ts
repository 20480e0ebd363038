import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { readRepositorySecurity } from '../../api/repositorySecurity';
import { repositoryField } from '../../fields/repository';
import { repositorySecurityJson } from '../../output/repositorySecurityJson';

export const getSecurity: Operation = {
	value: 'getSecurity',
	name: 'Get Security',
	action: 'Get the security of a repository',
	description:
		'Count the open alerts of Dependabot, code scanning and secret scanning, and see whether its branch is protected and its organization requires a second factor',
	properties: [repositoryField],
	async execute(context) {
		return repositorySecurityJson(await readRepositorySecurity(gitHubClient(context), repositoryField.read(context)));
	},
};
