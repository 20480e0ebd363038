import { arnOf } from '../../account';
import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import type { Ecs } from '../ecs';
import type { Cluster, Tag } from '../model/model';
import { mergeTags, missing, readPage, readTags, requireText, wantsTags } from './reading';

/** Anything that has tags. */
interface Tagged {
	tags: Tag[];
}

export function clusterOperations(ecs: Ecs): AwsOperations {
	return {
		ListClusters: (input) => listClusters(ecs, input),
		DescribeClusters: (input) => describeClusters(ecs, input),
		TagResource: (input) => tagResource(ecs, input),
		UntagResource: (input) => untagResource(ecs, input),
		ListTagsForResource: (input) => ({
			tags: taggedResource(ecs, requireText(input, 'resourceArn')).tags,
		}),
	};
}

function listClusters({ world }: Ecs, input: JsonObject): JsonObject {
	const page = readPage(
		[...world.clusters.values()].map(({ arn }) => arn),
		input,
	);
	return compact({ clusterArns: page.items, nextToken: page.nextToken });
}

function describeClusters(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const given = readTexts(input, 'clusters');
	const ids = given.length > 0 ? given : ['default'];
	const clusters = [];
	const failures = [];
	for (const id of ids) {
		const name = id.replace(/^arn:.*:cluster\//, '');
		const cluster = world.clusters.get(name);
		if (cluster) clusters.push(presentCluster(ecs, cluster, wantsTags(input)));
		else failures.push(missing(arnOf('ecs', `cluster/${name}`)));
	}
	return { clusters, failures };
}

function tagResource(ecs: Ecs, input: JsonObject): JsonObject {
	const resource = taggedResource(ecs, requireText(input, 'resourceArn'));
	resource.tags = mergeTags(resource.tags, readTags(input));
	return {};
}

function untagResource(ecs: Ecs, input: JsonObject): JsonObject {
	const resource = taggedResource(ecs, requireText(input, 'resourceArn'));
	const keys = new Set(readTexts(input, 'tagKeys'));
	resource.tags = resource.tags.filter(({ key }) => !keys.has(key));
	return {};
}

function presentCluster(ecs: Ecs, cluster: Cluster, withTags: boolean) {
	const { world } = ecs;
	const tasks = [...world.tasks.values()].filter(
		({ clusterName, status }) => clusterName === cluster.name && status !== 'STOPPED',
	);
	const running = tasks.filter(({ status }) => status === 'RUNNING').length;
	return compact({
		clusterArn: cluster.arn,
		clusterName: cluster.name,
		status: 'ACTIVE',
		registeredContainerInstancesCount: 0,
		runningTasksCount: running,
		pendingTasksCount: tasks.length - running,
		activeServicesCount: world.services.filter(
			({ clusterName, status }) => clusterName === cluster.name && status === 'ACTIVE',
		).length,
		statistics: [],
		settings: [],
		capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
		defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }],
		tags: withTags ? cluster.tags : undefined,
	});
}

function taggedResource(ecs: Ecs, arn: string): Tagged {
	const { world } = ecs;
	if (!/^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:/.test(arn)) throw invalidParameter('The ARN provided is invalid.');
	const found: Tagged | undefined =
		[...world.clusters.values()].find((each) => each.arn === arn) ??
		world.services.find((each) => each.arn === arn && each.status !== 'INACTIVE') ??
		world.taskDefinitions.find((each) => each.arn === arn);
	if (!found) {
		throw new AwsError('ResourceNotFoundException', `The specified resource could not be found: ${arn}`);
	}
	return found;
}
