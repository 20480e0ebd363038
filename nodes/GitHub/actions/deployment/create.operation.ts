import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import {
	collectionParameter,
	jsonAsWrittenParameter,
	requiredText,
	switchParameter,
	textParameter,
} from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { boundedName, shortenedDescription } from '../../api/textLimits';
import { descriptionProperty } from '../../fields/statusDescription';
import { gitHubClient } from '../../api/client';
import { simplifyDeployment } from '../../output/deploymentJson';
import { callName, keyName } from '../../state/deploymentMark';
import { type CreateRequest, findMarked, makeOnce, type Mark } from '../../changes/createDeployment';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a deployment',
	description: 'Record that a commit is being deployed to an environment',
	properties: [
		repositoryProperty,
		{
			displayName: 'Ref',
			name: 'ref',
			type: 'string',
			default: '',
			required: true,
			description: 'Commit, branch or tag; a commit is the only one that cannot move meanwhile',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'string',
			default: 'production',
			required: true,
		},
		{
			displayName: 'Key',
			name: 'key',
			type: 'string',
			default: '',
			placeholder: 'paintbox/production/72d3162e',
			description:
				'Makes a repeat safe: a deployment of the same commit and environment with this key is returned instead of made again. Kept in the payload as slipwayKey.',
		},
		descriptionProperty,
		{
			displayName: 'Payload',
			name: 'payload',
			type: 'json',
			default: '{}',
			description: 'Facts for other tools, as a JSON object; never a secret',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Production Environment',
					name: 'productionEnvironment',
					type: 'boolean',
					default: true,
					description: 'Whether users work with this environment; GitHub assumes it of the one named production',
				},
				{
					displayName: 'Required Contexts',
					name: 'requiredContexts',
					type: 'string',
					default: '',
					placeholder: 'ci/test, ci/lint',
					description: 'Status checks that must have passed, separated by commas, * for all of them; none if empty',
				},
				{
					displayName: 'Task',
					name: 'task',
					type: 'string',
					default: 'deploy',
					placeholder: 'deploy:migrations',
				},
				{
					displayName: 'Transient Environment',
					name: 'transientEnvironment',
					type: 'boolean',
					default: false,
					description: 'Whether the environment will be gone some day, as a preview is',
				},
			],
		},
		simplifyProperty,
	],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryParameter(context);
		const key = textParameter(context, 'key');
		const mark: Mark = key === '' ? { name: callName, value: randomUUID() } : { name: keyName, value: key };
		const request = requestOf(context, mark);
		const existing = key === '' ? undefined : await findMarked(client, repository, request, mark);
		const deployment = existing ?? (await makeOnce(client, repository, request, mark));
		const json = switchParameter(context, 'simplify') ? simplifyDeployment(deployment) : deployment;
		return { ...json, created: existing === undefined };
	},
};

function requestOf(context: OperationContext, mark: Mark): CreateRequest {
	const additional = collectionParameter(context, 'additionalFields');
	const { productionEnvironment, transientEnvironment } = additional;
	const contexts = textAt(additional, 'requiredContexts') ?? '';
	return {
		ref: requiredText(context, 'ref', 'Ref'),
		environment: boundedName(requiredText(context, 'environment', 'Environment')),
		task: textAt(additional, 'task') ?? 'deploy',
		// GitHub's default merges the default branch into the ref: what is deployed would be another commit.
		auto_merge: false,
		...(contexts.trim() !== '*' && { required_contexts: commaSeparated(contexts) }),
		description: shortenedDescription(textParameter(context, 'description')),
		payload: { ...payloadParameter(context), [mark.name]: mark.value },
		...(typeof productionEnvironment === 'boolean' && {
			production_environment: productionEnvironment,
		}),
		...(typeof transientEnvironment === 'boolean' && { transient_environment: transientEnvironment }),
	};
}

function payloadParameter(context: OperationContext): IDataObject {
	const payload = jsonAsWrittenParameter(context, 'payload', 'Payload');
	if (isRecord(payload)) return { ...payload } as IDataObject;
	throw new OperationFailure('Payload is not a JSON object', 'Give an object such as {"service": "paintbox"}');
}

/** The parts of a list that a person separated by commas. */
function commaSeparated(text: string): string[] {
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
