import { type Deployment, type Service, UpdateServiceCommand } from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { clock } from '../shared/clock';
import { OperationFailure } from '../shared/errors';
import { settled } from '../shared/settled';
import { primaryDeploymentOf } from './followDeployment';
import { readService, type ServiceReference } from './services';
import type { Ecs } from './transport';

export interface ServiceUpdate {
	readonly taskDefinitionArn?: string;
	readonly forceNewDeployment?: boolean;
	readonly desiredCount?: number;
}

export interface StartedDeployment {
	readonly service: Service;
	readonly deployment: Deployment & { readonly id: string };
	/** Of its service deployment, where ECS said so at once. */
	readonly recordArn: string | undefined;
	/** False when the service runs or rolls that already, and so no new deployment was made. */
	readonly isNew: boolean;
}

/** Pauses before each look for an update whose answer was lost: 17 s in all. */
const lookDelaysMs = [0, 2_000, 5_000, 10_000];

/**
 * Updates a service exactly once. UpdateService has no client token, so a lost answer is looked
 * into: the service's deployments before and after are compared, and only when no new one has come
 * after several looks is the update sent again, once.
 *
 * @throws OperationFailure when it stays unclear whether a deployment was started.
 */
export async function updateServiceOnce(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	update: ServiceUpdate,
): Promise<StartedDeployment> {
	const send = async () =>
		await ecs.call('UpdateService', async (client) =>
			await client.send(
				new UpdateServiceCommand({
					cluster: reference.cluster,
					service: reference.service,
					...(update.taskDefinitionArn !== undefined && { taskDefinition: update.taskDefinitionArn }),
					...(update.forceNewDeployment === true && { forceNewDeployment: true }),
					...(update.desiredCount !== undefined && { desiredCount: update.desiredCount }),
				}),
			),
		);
	for (let attempt = 1; ; attempt++) {
		const sent = await settled(send());
		if (sent.ok && sent.value.service) return started(before, sent.value.service);
		if (!sent.ok && !(sent.error instanceof AwsRequestError && sent.error.mayHaveHappened)) {
			throw sent.error;
		}
		const found = await lookForUpdate(ecs, reference, before, update);
		if (found) return started(before, found);
		if (attempt === 2) {
			throw new OperationFailure(
				`AWS ECS did not confirm the update of service ${before.serviceName ?? ''}, twice, and no new deployment is to be found`,
				'Look at the service\'s deployments in ECS before you run this again',
			);
		}
	}
}

async function lookForUpdate(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	update: ServiceUpdate,
): Promise<Service | undefined> {
	for (const delayMs of lookDelaysMs) {
		await clock.sleep(delayMs);
		const service = await readService(ecs, reference);
		if (isDone(service, before, update)) return service;
	}
	return undefined;
}

function isDone(service: Service, before: Service, update: ServiceUpdate): boolean {
	if (update.desiredCount !== undefined && service.desiredCount !== update.desiredCount) return false;
	const startsDeployment = update.taskDefinitionArn !== undefined || update.forceNewDeployment === true;
	if (!startsDeployment) return true;
	const primary = primaryDeploymentOf(service);
	const wanted = update.taskDefinitionArn ?? before.taskDefinition;
	return primary !== undefined && isNewIn(before, primary) && primary.taskDefinition === wanted;
}

function isNewIn(before: Service, deployment: Deployment): boolean {
	return before.deployments?.some(({ id }) => id === deployment.id) !== true;
}

function started(before: Service, service: Service): StartedDeployment {
	const deployment = primaryDeploymentOf(service);
	if (!deployment) {
		throw new OperationFailure(
			`Service ${service.serviceName ?? ''} was updated, but has no primary deployment to follow`,
			'Look at the service\'s deployments in ECS',
		);
	}
	const recordArn = service.currentServiceDeployment;
	const isNew = isNewIn(before, deployment);
	return {
		service,
		deployment,
		// Right after an update ECS may still name the service deployment of before.
		recordArn: isNew && recordArn === before.currentServiceDeployment ? undefined : recordArn,
		isNew,
	};
}
