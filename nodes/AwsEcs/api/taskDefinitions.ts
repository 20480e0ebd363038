import {
	DeregisterTaskDefinitionCommand,
	DescribeTaskDefinitionCommand,
	ListTaskDefinitionFamiliesCommand,
	ListTaskDefinitionsCommand,
	type ListTaskDefinitionsRequest,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionRequest,
	TagResourceCommand,
	type Tag,
	type TaskDefinition,
} from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { listByToken } from '../../shared/aws/paginate';
import { keepWhole, objectIn, sendWhole } from '../../shared/aws/wholeJson';
import { OperationFailure } from '../../shared/operation/errors';
import type { Ecs, TaskDefinitionDescription } from './types';

/** By `family` (its newest active revision), `family:revision` or ARN. */
export async function readTaskDefinition(ecs: Ecs, reference: string): Promise<TaskDefinitionDescription> {
	const {
		taskDefinition,
		tags = [],
		whole,
	} = await ecs.call('DescribeTaskDefinition', async (client) => {
		const command = new DescribeTaskDefinitionCommand({ taskDefinition: reference, include: ['TAGS'] });
		const wholeOf = keepWhole(command);
		return { ...(await client.send(command)), whole: objectIn(wholeOf(), 'taskDefinition') ?? {} };
	});
	if (taskDefinition) return { definition: taskDefinition, tags, whole };
	throw new OperationFailure(
		`AWS ECS gave no task definition for ${reference}`,
		'Choose the task definition from the list',
	);
}

/** ARN of the newest active revision of a family; undefined where it has none. */
export async function newestRevision(ecs: Ecs, family: string): Promise<string | undefined> {
	const page = await taskDefinitionPage(ecs, { familyPrefix: family, status: 'ACTIVE', maxResults: 1 });
	return page.taskDefinitionArns?.[0];
}

/** ARNs of revisions, the newest of each family first, up to `limit`. */
export async function listTaskDefinitions(
	ecs: Ecs,
	{ family, status }: { readonly family: string; readonly status: 'ACTIVE' | 'INACTIVE' },
	limit: number,
): Promise<string[]> {
	return await listByToken('task definitions', limit, async (nextToken) => {
		const page = await taskDefinitionPage(ecs, {
			...(family !== '' && { familyPrefix: family }),
			status,
			maxResults: Math.min(100, limit),
			nextToken,
		});
		return { elements: page.taskDefinitionArns, nextToken: page.nextToken };
	});
}

/** One page of revisions, the newest of each family first. */
export async function taskDefinitionPage(ecs: Ecs, request: Omit<ListTaskDefinitionsRequest, 'sort'>) {
	return await ecs.call(
		'ListTaskDefinitions',
		async (client) => await client.send(new ListTaskDefinitionsCommand({ ...request, sort: 'DESC' })),
	);
}

/** One page of families with an active revision. */
export async function familyPage(ecs: Ecs, nextToken: string | undefined) {
	return await ecs.call(
		'ListTaskDefinitionFamilies',
		async (client) =>
			await client.send(
				new ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE', maxResults: 100, ...(nextToken && { nextToken }) }),
			),
	);
}

/** One try. @param secretValues what no error may repeat */
export async function registerTaskDefinition(
	ecs: Ecs,
	request: RegisterTaskDefinitionRequest,
	secretValues: readonly string[],
): Promise<TaskDefinition> {
	const { taskDefinition } = await ecs.call(
		'RegisterTaskDefinition',
		async (client) => {
			const command = new RegisterTaskDefinitionCommand(request);
			sendWhole(command, request);
			return await client.send(command);
		},
		{ secretValues },
	);
	if (taskDefinition) return taskDefinition;
	throw new AwsRequestError(
		ecs.name,
		'RegisterTaskDefinition',
		null,
		'UnreadableAnswer',
		'the answer shows no task definition',
		`Look whether task definition ${request.family ?? ''} has a new revision before you run this again`,
	);
}

/** Gives the revision as it is then. */
export async function deregisterTaskDefinition(ecs: Ecs, arn: string | undefined): Promise<TaskDefinition | undefined> {
	const { taskDefinition } = await ecs.call(
		'DeregisterTaskDefinition',
		async (client) => await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn })),
		{ safeToRepeat: true },
	);
	return taskDefinition;
}

export async function tagTaskDefinition(ecs: Ecs, resourceArn: string, tags: Tag[]): Promise<void> {
	await ecs.call('TagResource', async (client) => await client.send(new TagResourceCommand({ resourceArn, tags })), {
		safeToRepeat: true,
	});
}
