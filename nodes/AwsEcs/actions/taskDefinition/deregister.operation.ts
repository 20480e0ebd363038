import {
	DeregisterTaskDefinitionCommand,
	DescribeServicesCommand,
	ListServicesCommand,
	ListTasksCommand,
} from '@aws-sdk/client-ecs';

import { inGroupsOf, listByToken } from '../../../shared/aws/paginate';
import { OperationFailure } from '../../../shared/operation/errors';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { listClusters } from '../../clusters';
import { revisionProperty, taskDefinitionParameter } from '../../locators';
import { readTasks } from '../../runningTasks';
import { nameOf } from '../../services';
import { taskDefinitionJson } from '../../taskDefinitionJson';
import { readTaskDefinition, revisionName } from '../../taskDefinitions';
import { type Ecs, ecsOf } from '../../transport';

export const deregister: Operation = {
	value: 'deregister',
	name: 'Deregister',
	action: 'Deregister a task definition',
	description: 'Take a revision out of use, unless something in the region runs it or rolls it out',
	properties: [revisionProperty, dryRunProperty, simplifyProperty],
	async execute(context) {
		const reference = taskDefinitionParameter(context);
		if (!/:\d+$/.test(reference)) {
			throw new OperationFailure(
				`"${reference}" names a family, not one revision, so nothing was deregistered`,
				'Give the revision too, such as nanda-workers:12',
			);
		}
		const ecs = await ecsOf(context);
		const { definition } = await readTaskDefinition(ecs, reference);
		const raw = !switchParameter(context, 'simplify');
		const version = revisionName(definition);
		if (definition.status === 'INACTIVE') return { ...taskDefinitionJson(definition, raw), isChanged: false };
		const users = await usersOf(ecs, definition.taskDefinitionArn ?? '', definition.family ?? '');
		if (users.length > 0) {
			throw new OperationFailure(
				`Task definition ${version} is in use, so it was not deregistered: ${users.slice(0, 5).join(', ')}`,
				'Deploy another revision there first, or stop those tasks',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'awsEcs', plan: { action: 'deregister', taskDefinition: version } };
		}
		const { taskDefinition } = await ecs.call(
			'DeregisterTaskDefinition',
			async (client) =>
				await client.send(
					new DeregisterTaskDefinitionCommand({ taskDefinition: definition.taskDefinitionArn }),
				),
			{ safeToRepeat: true },
		);
		return { ...taskDefinitionJson(taskDefinition ?? definition, raw), isChanged: true };
	},
};

/** Clusters that are looked into at once: three calls each, of the 20 a second that AWS allows. */
const clustersAtOnce = 4;

/** Services and tasks of the region that run a revision, or are just rolling it out. */
async function usersOf(ecs: Ecs, arn: string, family: string): Promise<string[]> {
	const clusters = await listClusters(ecs, Infinity);
	const users = await mapConcurrently(clusters, clustersAtOnce, async ({ clusterArn = '' }) => [
		...(await servicesThatUse(ecs, clusterArn, arn)),
		...(await tasksThatUse(ecs, clusterArn, arn, family)),
	]);
	return users.flat();
}

async function servicesThatUse(ecs: Ecs, cluster: string, arn: string): Promise<string[]> {
	const services = await listByToken('services', Infinity, async (nextToken) => {
		const page = await ecs.call('ListServices', async (client) =>
			await client.send(
				new ListServicesCommand({ cluster, maxResults: 100, ...(nextToken !== undefined && { nextToken }) }),
			),
		);
		return { elements: page.serviceArns, nextToken: page.nextToken };
	});
	const users: string[] = [];
	for (const group of inGroupsOf(10, services)) {
		const page = await ecs.call('DescribeServices', async (client) =>
			await client.send(new DescribeServicesCommand({ cluster, services: group })),
		);
		for (const service of page.services ?? []) {
			const used = [
				service.taskDefinition,
				...(service.deployments ?? []).map((deployment) => deployment.taskDefinition),
				...(service.taskSets ?? []).map((taskSet) => taskSet.taskDefinition),
			];
			if (used.includes(arn)) users.push(`service ${nameOf(cluster)}/${service.serviceName ?? ''}`);
		}
	}
	return users;
}

async function tasksThatUse(ecs: Ecs, cluster: string, arn: string, family: string): Promise<string[]> {
	const tasks = await listByToken('tasks', Infinity, async (nextToken) => {
		const page = await ecs.call('ListTasks', async (client) =>
			await client.send(
				new ListTasksCommand({ cluster, family, desiredStatus: 'RUNNING', ...(nextToken !== undefined && { nextToken }) }),
			),
		);
		return { elements: page.taskArns, nextToken: page.nextToken };
	});
	return (await readTasks(ecs, cluster, tasks))
		.filter(({ taskDefinitionArn }) => taskDefinitionArn === arn)
		.map(({ taskArn }) => `task ${nameOf(taskArn)}`);
}
