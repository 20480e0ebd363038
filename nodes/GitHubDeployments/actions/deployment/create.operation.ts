import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt } from '../../../deployment/jsonFields';
import { OperationFailure } from '../../../shared/errors';
import type { Operation, OperationContext } from '../../../shared/operation';
import { listByPage } from '../../../shared/pagination';
import {
	collectionParameter,
	jsonParameter,
	requiredText,
	switchParameter,
	textParameter,
} from '../../../shared/parameters';
import { path } from '../../../shared/path';
import type { PlatformClient } from '../../../shared/platformClient';
import { simplifyProperty } from '../../../shared/sharedProperties';
import { repositoryParameter, repositoryProperty, type Repository } from '../../repository';
import { commaSeparated, descriptionProperty, shortenedDescription } from '../../texts';
import { gitHubClient } from '../../transport';
import type { GitHubDeployment } from '../../types';
import { keyName, keyOf, simplifyDeployment } from './deploymentRecord';

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
		const request = requestOf(context);
		const key = textParameter(context, 'key');
		const existing =
			key === '' ? undefined : await findByKey(client, repository, request, key);
		const deployment = existing ?? (await post(client, repository, request));
		const json = switchParameter(context, 'simplify') ? simplifyDeployment(deployment) : deployment;
		return { ...json, created: existing === undefined };
	},
};

interface CreateRequest extends IDataObject {
	ref: string;
	environment: string;
	task: string;
}

function requestOf(context: OperationContext): CreateRequest {
	const additional = collectionParameter(context, 'additionalFields');
	const { productionEnvironment, transientEnvironment } = additional;
	const key = textParameter(context, 'key');
	const contexts = textAt(additional, 'requiredContexts') ?? '';
	return {
		ref: requiredText(context, 'ref', 'Ref'),
		environment: requiredText(context, 'environment', 'Environment'),
		task: textAt(additional, 'task') ?? 'deploy',
		// GitHub's default merges the default branch into the ref: what is deployed would be another commit.
		auto_merge: false,
		...(contexts.trim() !== '*' && { required_contexts: commaSeparated(contexts) }),
		description: shortenedDescription(textParameter(context, 'description')),
		payload: { ...payloadParameter(context), ...(key && { [keyName]: key }) },
		...(typeof productionEnvironment === 'boolean' && {
			production_environment: productionEnvironment,
		}),
		...(typeof transientEnvironment === 'boolean' && { transient_environment: transientEnvironment }),
	};
}

function payloadParameter(context: OperationContext): IDataObject {
	const payload = jsonParameter(context, 'payload', 'Payload');
	if (isRecord(payload)) return { ...payload } as IDataObject;
	throw new OperationFailure('Payload is not a JSON object', 'Give an object such as {"service": "paintbox"}');
}

async function findByKey(
	client: PlatformClient,
	repository: Repository,
	{ ref, environment, task }: CreateRequest,
	key: string,
): Promise<GitHubDeployment | undefined> {
	const { sha } = await client.object<{ readonly sha: string }>({
		method: 'GET',
		path: `${repository.apiPath}${path`/commits/${ref}`}`,
		query: { per_page: 1 },
	});
	const deployments = await listByPage<GitHubDeployment>(
		client,
		{ method: 'GET', path: `${repository.apiPath}/deployments`, query: { sha, environment, task } },
		{ limit: Infinity, pageSize: 100 },
	);
	return deployments.find((deployment) => keyOf(deployment) === key);
}

async function post(
	client: PlatformClient,
	repository: Repository,
	request: CreateRequest,
): Promise<GitHubDeployment> {
	const answer = await client.object<GitHubDeployment>({
		method: 'POST',
		path: `${repository.apiPath}/deployments`,
		body: request,
	});
	// 202: GitHub merged something into the branch instead of making a deployment.
	if (typeof answer.id === 'number') return answer;
	throw new OperationFailure(
		`GitHub made no deployment of ${request.ref}: ${textAt(answer, 'message') ?? 'no reason given'}`,
		'Deploy a commit instead of a branch',
		{ ref: request.ref },
	);
}
