import { choiceField, field, option, requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { boundedName } from '../../api/textLimits';
import { setCommitStatus } from '../../changes/setCommitStatus';
import { descriptionField } from '../../fields/description';
import { linkField, warningsOf } from '../../fields/link';
import { repositoryField } from '../../fields/repository';
import { commitStatusJson } from '../../output/statusJson';

const commit = requiredTextField('Commit', 'sha', { description: 'The full SHA, 40 characters' });

const contextName = requiredTextField('Context', 'context', {
	placeholder: 'slipway/paintbox-production',
	description: 'Names the check: a later status with the same context replaces it',
});
const contextField = field({ ...contextName, default: 'slipway' }, (context) => boundedName(contextName.read(context)));

const stateField = choiceField('State', 'state', [
	option('Pending', 'pending'),
	option('Error', 'error'),
	option('Failure', 'failure'),
	option('Success', 'success'),
]);

const targetField = linkField('Target URL', 'targetUrl', { description: 'Where "Details" leads' });

export const setStatus: Operation = {
	value: 'setStatus',
	name: 'Set Status',
	action: 'Set the status of a commit',
	description: 'Show a check beside a commit and on its pull request',
	properties: [repositoryField, commit, contextField, stateField, descriptionField, targetField],
	async execute(context) {
		const repository = repositoryField.read(context);
		const sha = commit.read(context);
		const target = targetField.read(context);
		const status = await setCommitStatus(gitHubClient(context), repository, sha, {
			state: stateField.read(context),
			context: contextField.read(context),
			description: descriptionField.read(context),
			...(target.url && { target_url: target.url }),
		});
		return commitStatusJson(sha, status, warningsOf(target));
	},
};
