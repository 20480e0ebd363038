import {
	DescribeClustersCommand,
	ListClustersCommand,
	ListServicesCommand,
	ListTaskDefinitionFamiliesCommand,
	ListTaskDefinitionsCommand,
	ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../shared/fields/pickers';
import { listServiceDeployments, readServiceRevisions } from './serviceDeployments';
import { readTasks } from './runningTasks';
import { nameOf } from './services';
import { stateOfRecord } from './status';
import { revisionNameOf } from './taskDefinitions';
import { ecsForPicker } from './transport';

/** What matches on one page, and where the next page begins. */
function pageOf(
	filter: string | undefined,
	choices: readonly INodeListSearchItems[],
	nextToken: string | undefined,
): INodeListSearchResult {
	return { ...matching(filter, choices), ...(nextToken && { paginationToken: nextToken }) };
}

/** Clusters by name, with how many services they have. */
export async function searchClusters(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ecs = await ecsForPicker(this);
	const page = await ecs.call('ListClusters', async (client) =>
		await client.send(new ListClustersCommand(paginationToken ? { nextToken: paginationToken } : {})),
	);
	const arns = page.clusterArns ?? [];
	const { clusters = [] } =
		arns.length === 0
			? {}
			: await ecs.call('DescribeClusters', async (client) =>
					await client.send(new DescribeClustersCommand({ clusters: arns })),
				);
	const choices = clusters.map(({ clusterName = '', activeServicesCount = 0 }) => ({
		name: `${clusterName} (${activeServicesCount} ${activeServicesCount === 1 ? 'service' : 'services'})`,
		value: clusterName,
	}));
	return pageOf(filter, choices, page.nextToken);
}

/** Services of the chosen cluster. */
export async function searchServices(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const cluster = chosenInPicker(this, 'cluster');
	if (cluster === null) return { results: [] };
	const ecs = await ecsForPicker(this);
	const page = await ecs.call('ListServices', async (client) =>
		await client.send(
			new ListServicesCommand({
				cluster,
				maxResults: 100,
				...(paginationToken && { nextToken: paginationToken }),
			}),
		),
	);
	const choices = (page.serviceArns ?? []).map((arn) => ({ name: nameOf(arn), value: nameOf(arn) }));
	return pageOf(filter, choices, page.nextToken);
}

/** Families with an active revision; ECS itself searches by their beginning only. */
export async function searchTaskDefinitionFamilies(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ecs = await ecsForPicker(this);
	const page = await ecs.call('ListTaskDefinitionFamilies', async (client) =>
		await client.send(
			new ListTaskDefinitionFamiliesCommand({
				status: 'ACTIVE',
				maxResults: 100,
				...(paginationToken && { nextToken: paginationToken }),
			}),
		),
	);
	const choices = (page.families ?? []).map((family) => ({ name: family, value: family }));
	return pageOf(filter, choices, page.nextToken);
}

/** Active revisions, the newest of each family first. */
export async function searchTaskDefinitions(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const ecs = await ecsForPicker(this);
	const page = await ecs.call('ListTaskDefinitions', async (client) =>
		await client.send(
			new ListTaskDefinitionsCommand({
				status: 'ACTIVE',
				sort: 'DESC',
				maxResults: 100,
				...(paginationToken && { nextToken: paginationToken }),
			}),
		),
	);
	const choices = (page.taskDefinitionArns ?? []).map((arn) => ({
		name: revisionNameOf(arn),
		value: revisionNameOf(arn),
	}));
	return pageOf(filter, choices, page.nextToken);
}

/** Deployments of the chosen service: revision, state and time. */
export async function searchServiceDeployments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const cluster = chosenInPicker(this, 'cluster');
	const service = chosenInPicker(this, 'service');
	if (cluster === null || service === null) return { results: [] };
	const ecs = await ecsForPicker(this);
	const briefs = await listServiceDeployments(ecs, { cluster, service }, 100);
	const revisions = await readServiceRevisions(
		ecs,
		briefs.map((brief) => brief.targetServiceRevisionArn ?? '').filter(Boolean),
	);
	const choices = briefs.map((brief) => ({
		name: [
			revisionNameOf(revisions.get(brief.targetServiceRevisionArn ?? '')?.taskDefinition),
			stateOfRecord(brief.status),
			brief.createdAt?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
		]
			.filter(Boolean)
			.join(' · '),
		value: brief.serviceDeploymentArn ?? '',
	}));
	return matching(filter, choices);
}

/** Running tasks of the chosen cluster, then the stopped ones. */
export async function searchTasks(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const cluster = chosenInPicker(this, 'cluster');
	if (cluster === null) return { results: [] };
	const ecs = await ecsForPicker(this);
	const arns: string[] = [];
	for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
		const page = await ecs.call('ListTasks', async (client) =>
			await client.send(new ListTasksCommand({ cluster, desiredStatus, maxResults: 100 })),
		);
		arns.push(...(page.taskArns ?? []));
	}
	const tasks = await readTasks(ecs, cluster, arns);
	const choices = tasks.map((task) => ({
		name: [
			revisionNameOf(task.taskDefinitionArn),
			task.lastStatus ?? '',
			task.group ?? '',
			nameOf(task.taskArn).slice(0, 8),
		].join(' · '),
		value: nameOf(task.taskArn),
	}));
	return matching(filter, choices);
}
