import type { PlatformClient } from '../../shared/http/platformClient';
import { mayHaveHappened, OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { DeploymentSight, DeploymentTarget } from '../api/types';
import { readDeployment, type RoutingWrite, setCurrentVersion, setRampingVersion } from '../api/workerDeployments';
import { type Routing, routingOf } from '../state/routing';

/** What is to be written; null where nothing has to be. */
export type RoutingChange =
	| { readonly kind: 'current'; readonly buildId: string; readonly ignoreMissingTaskQueues?: boolean }
	| { readonly kind: 'ramp'; readonly buildId: string; readonly percentage: number }
	| { readonly kind: 'endRamp' };

export interface ChangeWish {
	readonly target: DeploymentTarget;
	readonly identity: string;
	/** What to write, by the routing as it is now. Asked anew whenever somebody else wrote in between. @throws what forbids it. */
	readonly decide: (routing: Routing, sight: DeploymentSight) => RoutingChange | null;
}

const mostTries = 4;

/**
 * Looks, decides and writes with the token of that look, so that nobody else's change is written over. After a
 * token that was stale, or an answer that was lost, it looks again. Gives the routing before the write that
 * counted: the server's own word for what was there before may name the version that was just set.
 *
 * @throws OperationFailure where there is no such deployment, or others keep changing it.
 */
export async function changeRouting(
	client: PlatformClient,
	{ target, identity, decide }: ChangeWish,
): Promise<{ readonly before: Routing; readonly isChanged: boolean }> {
	let lastError: unknown;
	let written: Routing | undefined;
	for (let tries = 1; tries <= mostTries; tries++) {
		const sight = await readDeployment(client, target);
		if (sight === null) throw noDeployment(target);
		const before = routingOf(sight.info);
		const change = decide(before, sight);
		// A write whose answer was lost is seen to have been carried out.
		if (change === null) return { before: written ?? before, isChanged: written !== undefined };
		const sent = await attempt(write(client, target, change, { conflictToken: sight.conflictToken, identity }));
		if (sent.ok) return { before: written ?? before, isChanged: true };
		lastError = sent.error;
		if (mayHaveHappened(sent.error)) written = before;
		else if (!isStale(sent.error)) throw sent.error;
	}
	throw lastError;
}

async function write(
	client: PlatformClient,
	target: DeploymentTarget,
	change: RoutingChange,
	routingWrite: RoutingWrite,
): Promise<void> {
	switch (change.kind) {
		case 'current': {
			const { buildId, ignoreMissingTaskQueues } = change;
			const more = ignoreMissingTaskQueues === true ? { ignoreMissingTaskQueues } : {};
			await setCurrentVersion(client, target, buildId, { ...routingWrite, ...more });
			return;
		}
		case 'ramp': {
			const { buildId, percentage } = change;
			await setRampingVersion(client, target, { buildId, percentage }, routingWrite);
			return;
		}
		case 'endRamp':
			await setRampingVersion(client, target, null, routingWrite);
	}
}

/** A stale token is a 400 like many others: only its words tell. */
function isStale(error: unknown): boolean {
	return error instanceof PlatformRequestError && /^conflict token mismatch/.test(error.vendorMessage);
}

export function noDeployment({ namespace, deployment }: DeploymentTarget): OperationFailure {
	return new OperationFailure(
		`There is no worker deployment "${deployment}" in namespace ${namespace}`,
		'Check the name. A deployment comes to be when a worker with that name first polls',
		{ state: 'failed' },
	);
}
