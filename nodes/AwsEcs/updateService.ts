import { type Deployment, type Service, UpdateServiceCommand } from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { clock } from '../shared/waiting/clock';
import { EndUnknown } from '../shared/waiting/endUnknown';
import { OperationFailure } from '../shared/operation/errors';
import { attempt } from '../shared/waiting/attempt';
import { primaryDeploymentOf } from './followDeployment';
import { readService, type ServiceReference } from './services';
import type { Ecs } from './transport';

export interface ServiceUpdate {
	readonly taskDefinitionArn?: string;
	readonly forceNewDeployment?: boolean;
}

export interface StartedDeployment {
	readonly service: Service;
	readonly deployment: Deployment & { readonly id: string };
	/** Of its service deployment, where ECS said so at once. */
	readonly recordArn: string | undefined;
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
				}),
			),
		);
	for (let tries = 1; ; tries++) {
		const sent = await attempt(send());
		if (!sent.ok && !(sent.error instanceof AwsRequestError && sent.error.mayHaveHappened)) {
			throw sent.error;
		}
		const answered = sent.ok && sent.value.service ? startedBy(sent.value.service, before, update) : undefined;
		const found = answered ?? (await lookForUpdate(ecs, reference, before, update));
		if (found) return found;
		if (sent.ok) {
			throw new OperationFailure(
				`AWS ECS took the update of service ${before.serviceName ?? ''}, but there is no new deployment of it to follow`,
				'Look at the service\'s deployments in ECS before you run this again: another update may have come in between',
			);
		}
		if (tries === 2) {
			throw unconfirmed(
				before,
				', twice, and no new deployment of it can be seen',
				'It may still go live: look at the service\'s deployments in ECS before you run this again',
			);
		}
	}
}

async function lookForUpdate(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	update: ServiceUpdate,
): Promise<StartedDeployment | undefined> {
	let fault: AwsRequestError | undefined;
	for (const delayMs of lookDelaysMs) {
		await clock.sleep(delayMs);
		const looked = await attempt(readService(ecs, reference));
		fault = !looked.ok && looked.error instanceof AwsRequestError ? looked.error : undefined;
		if (!looked.ok && !fault) throw looked.error;
		const found = looked.ok ? startedBy(looked.value, before, update) : undefined;
		if (found) return found;
	}
	if (!fault) return undefined;
	throw unconfirmed(
		before,
		`, and the service cannot be looked at: ${fault.message}`,
		`${fault.advice}. The update may have been carried out, and may still go live: look at the service's deployments in ECS before you run this again`,
	);
}

/** A deployment may have been started, and nobody saw it. */
function unconfirmed({ serviceName = '', serviceArn }: Service, why: string, advice: string): EndUnknown {
	const what = `the update of service ${serviceName || (serviceArn ?? '(not named)')}`;
	return new EndUnknown(what, `AWS ECS did not confirm ${what}${why}`, 'notTried', {}, advice);
}

/** What an update has brought about, as the service shows it; undefined when it does not show it. */
function startedBy(service: Service, before: Service, update: ServiceUpdate): StartedDeployment | undefined {
	const wanted = update.taskDefinitionArn ?? before.taskDefinition;
	// Mostly the primary one; but somebody else's may have been started over it since.
	const own = service.deployments?.find(
		({ id, taskDefinition }) =>
			taskDefinition === wanted && before.deployments?.some((deployment) => deployment.id === id) !== true,
	);
	if (own?.id === undefined) return undefined;
	const recordArn = service.currentServiceDeployment;
	// Right after an update ECS may still name the service deployment of before.
	const isRecorded = own.id === primaryDeploymentOf(service)?.id && recordArn !== before.currentServiceDeployment;
	return { service, deployment: { ...own, id: own.id }, recordArn: isRecorded ? recordArn : undefined };
}
