import type { Deployment, Service } from '@aws-sdk/client-ecs';

import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { type UnclearEnd, writeOnce } from '../../shared/waiting/writeOnce';
import { readService, sendServiceUpdate } from '../api/services';
import type { Ecs, ServiceReference } from '../api/types';
import { primaryDeploymentOf } from '../state/primaryDeployment';

export interface ServiceUpdate {
	readonly taskDefinition?: string;
	readonly forceNewDeployment?: true;
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
 * @throws EndUnknown when it stays unclear whether a deployment was started.
 */
export async function updateService(
	ecs: Ecs,
	reference: ServiceReference,
	before: Service,
	update: ServiceUpdate,
): Promise<StartedDeployment> {
	const what = `the update of service ${before.serviceName ?? before.serviceArn ?? '(not named)'}`;
	return await writeOnce({
		what,
		send: async () => startedBy(await sendServiceUpdate(ecs, reference, update), before, update),
		find: async () => startedBy(await readService(ecs, reference), before, update),
		lookDelaysMs,
		maxSends: 2,
		unclear: notSeen,
	});
}

function notSeen({ what, error, lookError }: UnclearEnd): OperationFailure {
	const advice = "Look at the service's deployments in ECS before you run this again";
	if (error === undefined && lookError === undefined) {
		return new OperationFailure(
			`AWS ECS accepted ${what}, but shows no new deployment`,
			`${advice}: another update may have come in between`,
		);
	}
	// A deployment may have been started, and nobody saw it.
	const looked =
		lookError === undefined
			? ', twice, and no new deployment of it can be seen'
			: `, and the service cannot be looked at: ${messageOf(lookError)}`;
	const reason = lookError instanceof OperationFailure ? `${lookError.advice}. ` : '';
	const mayHappen = 'The update may have been carried out, and may still go live.';
	return new EndUnknown(
		what,
		`AWS ECS did not confirm ${what}${looked}`,
		'notTried',
		{},
		`${reason}${mayHappen} ${advice}`,
	);
}

/** What an update has brought about, as the service shows it; undefined when it does not show it. */
function startedBy(
	service: Service | undefined,
	before: Service,
	update: ServiceUpdate,
): StartedDeployment | undefined {
	const wanted = update.taskDefinition ?? before.taskDefinition;
	// Mostly the primary one; but somebody else's may have been started over it since.
	const own = service?.deployments?.find(
		({ id, taskDefinition }) =>
			taskDefinition === wanted && before.deployments?.some((deployment) => deployment.id === id) !== true,
	);
	if (service === undefined || own?.id === undefined) return undefined;
	const recordArn = service.currentServiceDeployment;
	// Right after an update ECS may still name the service deployment of before.
	const isRecorded = own.id === primaryDeploymentOf(service)?.id && recordArn !== before.currentServiceDeployment;
	return { service, deployment: { ...own, id: own.id }, recordArn: isRecorded ? recordArn : undefined };
}
