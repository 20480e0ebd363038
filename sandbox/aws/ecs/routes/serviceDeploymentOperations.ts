import { AwsError, invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readNumber, readObject, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import type { Ecs } from '../ecs';
import type { Service, ServiceDeployment } from '../model/model';
import { presentBrief, presentRevision, presentServiceDeployment } from '../present/presentService';
import { missing, readPage, requireText } from './reading';

const conflict = (arn: string, message: string): AwsError =>
	new AwsError('ConflictException', message, { members: { resourceIds: [arn] } });

export function serviceDeploymentOperations(ecs: Ecs): AwsOperations {
	return {
		ListServiceDeployments: (input) => listServiceDeployments(ecs, input),
		DescribeServiceDeployments: (input) => describeServiceDeployments(ecs, input),
		DescribeServiceRevisions: (input) => describeServiceRevisions(ecs, input),
		StopServiceDeployment: (input) => stopServiceDeployment(ecs, input),
		ContinueServiceDeployment: (input) => continueServiceDeployment(ecs, input),
	};
}

function listServiceDeployments(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const cluster = world.cluster(input);
	const service = world.service(cluster, requireText(input, 'service'));
	const statuses = readTexts(input, 'status');
	const createdAt = readObject(input, 'createdAt');
	const after = readNumber(createdAt, 'after') ?? Number.NEGATIVE_INFINITY;
	const before = readNumber(createdAt, 'before') ?? Number.POSITIVE_INFINITY;
	const found = service.serviceDeployments
		.filter(({ status }) => statuses.length === 0 || statuses.includes(status))
		.filter(({ createdAtMs }) => createdAtMs / 1000 >= after && createdAtMs / 1000 <= before);
	const page = readPage(found, input, 100, 20);
	return compact({
		serviceDeployments: page.items.map((each) => presentBrief(world, service, each)),
		nextToken: page.nextToken,
	});
}

function describeServiceDeployments(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const arns = readTexts(input, 'serviceDeploymentArns');
	if (arns.length === 0 || arns.length > 20) {
		throw invalidParameter('serviceDeploymentArns must have from 1 to 20 entries.');
	}
	const serviceDeployments: JsonObject[] = [];
	const failures: JsonObject[] = [];
	for (const arn of arns) {
		const found = world.findServiceDeployment(arn);
		if (!found) failures.push(missing(arn));
		else {
			serviceDeployments.push(presentServiceDeployment(world, found.service, found.deployment));
		}
	}
	return { serviceDeployments, failures };
}

function describeServiceRevisions(ecs: Ecs, input: JsonObject): JsonObject {
	const { world } = ecs;
	const arns = readTexts(input, 'serviceRevisionArns');
	if (arns.length === 0 || arns.length > 20) {
		throw invalidParameter('serviceRevisionArns must have from 1 to 20 entries.');
	}
	const serviceRevisions: JsonObject[] = [];
	const failures: JsonObject[] = [];
	for (const arn of arns) {
		const service = world.services.find(({ revisions }) => revisions.some((revision) => revision.arn === arn));
		const revision = service?.revisions.find((each) => each.arn === arn);
		if (service && revision) serviceRevisions.push(presentRevision(world, service, revision));
		else failures.push(missing(arn));
	}
	return { serviceRevisions, failures };
}

function stopServiceDeployment(ecs: Ecs, input: JsonObject): JsonObject {
	const { control } = ecs;
	const arn = requireText(input, 'serviceDeploymentArn');
	const stopType = readText(input, 'stopType') ?? 'ROLLBACK';
	if (stopType !== 'ROLLBACK') {
		throw invalidParameter(`Invalid stopType: ${stopType}. The valid values are ROLLBACK.`);
	}
	const { service, deployment } = find(ecs, arn);
	if (deployment.status !== 'IN_PROGRESS' && deployment.status !== 'PENDING') {
		throw conflict(arn, `The service deployment cannot be stopped because it is in the ${deployment.status} state.`);
	}
	if (!control.requestRollback(service, deployment)) {
		throw conflict(arn, 'The service has no completed deployment to roll back to.');
	}
	return { serviceDeploymentArn: arn };
}

function continueServiceDeployment(ecs: Ecs, input: JsonObject): JsonObject {
	const { control } = ecs;
	const arn = requireText(input, 'serviceDeploymentArn');
	const hookId = requireText(input, 'hookId');
	const action = readText(input, 'action') ?? 'CONTINUE';
	if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalidParameter(`Invalid action: ${action}.`);
	const { deployment } = find(ecs, arn);
	const hook = deployment.hooks.find((each) => each.hookId === hookId);
	if (hook?.targetType !== 'PAUSE' || hook.status !== 'AWAITING_ACTION') {
		throw invalidParameter(`The lifecycle hook ${hookId} is not awaiting an action.`);
	}
	if (!control.decideHook(hookId, action === 'CONTINUE' ? 'continue' : 'rollback')) {
		throw invalidParameter(`The lifecycle hook ${hookId} is not awaiting an action.`);
	}
	return { serviceDeploymentArn: arn };
}

function find(ecs: Ecs, arn: string): { readonly service: Service; readonly deployment: ServiceDeployment } {
	const { world } = ecs;
	const found = world.findServiceDeployment(arn);
	if (!found) {
		throw new AwsError('ServiceDeploymentNotFoundException', 'The specified service deployment does not exist.');
	}
	return found;
}
