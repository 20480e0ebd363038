import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, pick, readFlag, readInteger, readObject, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import { mergeConfiguration } from '../model/deploymentConfiguration';
import { emptyService } from '../lifecycle/emptyService';
import type { Ecs } from '../ecs';
import type { DeploymentController, Service } from '../model/model';
import { presentService } from '../present/presentService';
import { checkPlacement } from './placement';
import { missing, readPage, readTags, requireText, wantsTags } from './reading';

/** Members that belong to a revision: a change of one of them starts a deployment. */
const SETTINGS = [
	'launchType',
	'capacityProviderStrategy',
	'platformVersion',
	'networkConfiguration',
	'loadBalancers',
	'serviceRegistries',
];
/** What a service revision has no member for. */
const OPTIONS = [
	'placementConstraints',
	'placementStrategy',
	'healthCheckGracePeriodSeconds',
	'enableExecuteCommand',
	'enableECSManagedTags',
	'propagateTags',
	'availabilityZoneRebalancing',
];

export function readDesiredCount(input: JsonObject): number | undefined {
	const count = readInteger(input, 'desiredCount');
	if (count !== undefined && count < 0) {
		throw invalidParameter('desiredCount must not be negative.');
	}
	return count;
}

function readController(input: JsonObject): DeploymentController {
	const type = readText(readObject(input, 'deploymentController'), 'type') ?? 'ECS';
	if (type === 'ECS' || type === 'CODE_DEPLOY' || type === 'EXTERNAL') return type;
	throw invalidParameter('Deployment controller type should be one of [ECS,CODE_DEPLOY,EXTERNAL]');
}

/** Adds a service and starts its first deployment. Raises what CreateService raises. */
export function createService({ world, control }: Ecs, input: JsonObject, createdBy: string): Service {
	const cluster = world.cluster(input);
	const name = requireText(input, 'serviceName');
	if (!/^[A-Za-z0-9][\w-]{0,254}$/.test(name)) throw invalidParameter('Service name contains invalid characters.');
	const clientToken = readText(input, 'clientToken');
	const existing = world.findService(cluster, name);
	if (existing && existing.status !== 'INACTIVE') {
		if (clientToken !== undefined && existing.clientToken === clientToken) return existing;
		throw invalidParameter('Creation of service was not idempotent.');
	}
	const controller = readController(input);
	// An external controller names it, and the network, in its task sets.
	const isLeftToTaskSets = controller === 'EXTERNAL' && readText(input, 'taskDefinition') === undefined;
	const taskDefinition = isLeftToTaskSets
		? undefined
		: world.runnableTaskDefinition(requireText(input, 'taskDefinition'));
	if (taskDefinition) checkPlacement(input, taskDefinition);
	const service = emptyService({
		arn: world.serviceArn(cluster, name),
		name,
		controller,
		clusterName: cluster.name,
		desiredCount: readDesiredCount(input) ?? 1,
		settings: { launchType: 'FARGATE', platformVersion: '1.4.0', platformFamily: 'Linux', ...pick(input, SETTINGS) },
		options: pick(input, OPTIONS),
		configuration: mergeConfiguration({}, readObject(input, 'deploymentConfiguration')),
		tags: readTags(input),
		clientToken,
		createdAtMs: world.now(),
		createdBy,
	});
	world.services.push(service);
	if (taskDefinition && controller === 'ECS') control.begin(service, taskDefinition);
	else if (taskDefinition) control.createRevision(service, taskDefinition);
	return service;
}

export function serviceOperations(ecs: Ecs): AwsOperations {
	const { world } = ecs;
	return {
		CreateService: (input, caller) => ({
			service: presentService(world, createService(ecs, input, caller.arn), true),
		}),
		UpdateService: (input) => ({ service: presentService(world, updateService(ecs, input), false) }),
		DescribeServices: (input) => describeServices(ecs, input),
		ListServices: (input) => listServices(ecs, input),
		DeleteService: (input) => deleteService(ecs, input),
	};
}

function describeServices(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const cluster = world.cluster(input);
	const ids = readTexts(input, 'services');
	if (ids.length === 0) throw invalidParameter('Services cannot be empty.');
	if (ids.length > 10) throw invalidParameter('Services may have up to 10 entries.');
	const services: JsonObject[] = [];
	const failures: JsonObject[] = [];
	for (const id of ids) {
		const service = world.findService(cluster, id);
		if (service) services.push(presentService(world, service, wantsTags(input)));
		else failures.push(missing(id.startsWith('arn:') ? id : world.serviceArn(cluster, id)));
	}
	return { services, failures };
}

function listServices(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const cluster = world.cluster(input);
	const launchType = readText(input, 'launchType');
	const arns = world.services
		.filter((service) => service.clusterName === cluster.name && service.status !== 'INACTIVE')
		.filter(({ settings }) => launchType === undefined || settings['launchType'] === launchType)
		.map(({ arn }) => arn);
	const page = readPage(arns, input, 100, 10);
	return compact({ serviceArns: page.items, nextToken: page.nextToken });
}

function deleteService(ecs: Ecs, input: JsonObject): JsonObject {
	const { world, control } = ecs;
	const service = world.service(world.cluster(input), requireText(input, 'service'));
	if (service.status !== 'ACTIVE') {
		throw new AwsError('ServiceNotFoundException', 'Service not found.');
	}
	if (service.desiredCount > 0 && !readFlag(input, 'force')) {
		throw invalidParameter('The service cannot be stopped while it is scaled above 0.');
	}
	service.status = 'DRAINING';
	service.desiredCount = 0;
	control.abandon(service);
	ecs.taskSets.reconcile(service);
	control.scheduler.reconcile(service);
	return { service: presentService(world, service, false) };
}

function updateService(ecs: Ecs, input: JsonObject): Service {
	const { world, control } = ecs;
	const service = world.service(world.cluster(input), requireText(input, 'service'));
	if (service.status !== 'ACTIVE') {
		throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
	}
	const currentTaskDefinition = (service.deployments[0]?.revision ?? service.revisions.at(-1))?.taskDefinition;
	const wanted = readText(input, 'taskDefinition');
	const taskDefinition = wanted === undefined ? currentTaskDefinition : world.runnableTaskDefinition(wanted);
	if (service.controller !== 'ECS' && (wanted !== undefined || readFlag(input, 'forceNewDeployment'))) {
		throw invalidParameter(
			`Unable to update task definition on services with a ${service.controller} deployment controller.`,
		);
	}
	const desiredCount = readDesiredCount(input);
	const configuration = mergeConfiguration(service.configuration, readObject(input, 'deploymentConfiguration'));
	if (!taskDefinition && service.controller !== 'EXTERNAL') {
		throw new AwsError('ServerException', 'The service has no task definition.');
	}
	service.configuration = configuration;
	service.desiredCount = desiredCount ?? service.desiredCount;
	service.options = { ...service.options, ...pick(input, OPTIONS) };
	const settings = { ...service.settings, ...pick(input, SETTINGS) };
	const hasNewSettings = JSON.stringify(settings) !== JSON.stringify(service.settings);
	service.settings = settings;
	const isForced = readFlag(input, 'forceNewDeployment');
	if (
		taskDefinition &&
		service.controller === 'ECS' &&
		(isForced || hasNewSettings || taskDefinition !== currentTaskDefinition)
	) {
		control.begin(service, taskDefinition);
	} else {
		const [primary] = service.deployments;
		if (primary && primary.rolloutState !== 'FAILED') primary.desiredCount = service.desiredCount;
		control.scheduler.reconcile(service);
		ecs.taskSets.reconcile(service);
	}
	return service;
}
