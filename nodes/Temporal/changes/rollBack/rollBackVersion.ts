import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import { clock } from '../../../shared/waiting/clock';
import type { DeploymentSight, DeploymentTarget } from '../../api/types';
import { readDeployment } from '../../api/workerDeployments';
import { type RollbackWish, rollbackTarget } from '../../state/rollbackTarget';
import { type Routing, routingOf } from '../../state/routing';
import type { VersionResult } from '../../state/versionResult';
import { workersProblem } from '../../state/workers';
import { changeRouting, noDeployment, type RoutingChange } from '../changeRouting';
import { nameOf } from '../deploy/stage';
import { verifyCurrent } from '../deploy/verifyCurrent';
import { waitForWorkers } from '../waitForWorkers';

export interface RollBackOrder extends RollbackWish {
	readonly target: DeploymentTarget;
	readonly identity: string;
	/** Whether a ramp, whosever it is, is ended first. */
	readonly endsRamp: boolean;
	/** Whether it goes back also to a version that no worker runs: its workflows wait then. */
	readonly isForced: boolean;
	readonly deadlineMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

/** What a roll back would do. */
export interface RollBackPlan {
	readonly sight: DeploymentSight;
	readonly routing: Routing;
	readonly buildId: string;
}

/** They polled before: so long is waited for their next look. */
const workersPatienceMs = 20_000;

/** @throws OperationFailure where there is nothing to go back to, or another version than the bad one is current. */
export async function planRollBack(
	client: PlatformClient,
	order: RollbackWish & Pick<RollBackOrder, 'target'>,
): Promise<RollBackPlan> {
	const { target } = order;
	const sight = await readDeployment(client, target);
	if (sight === null) throw noDeployment(target);
	const routing = routingOf(sight.info);
	const choice = rollbackTarget(sight.info, routing, order);
	if (choice.found) return { sight, routing, buildId: choice.buildId };
	throw new OperationFailure(
		`Worker deployment ${target.deployment} cannot be rolled back: ${choice.reason}`,
		choice.advice,
		{ state: 'failed' },
	);
}

/** Makes a former version current again, if what is bad still is, and sees that its workers take the work. */
export async function rollBackVersion(client: PlatformClient, order: RollBackOrder): Promise<VersionResult> {
	const { target, endsRamp, identity, deadlineMs, cancelSignal } = order;
	const { routing, buildId } = await planRollBack(client, order);
	const previous = routing.current;
	await assertWorkers(client, order, buildId);
	if (endsRamp && routing.ramp !== null && routing.ramp.buildId !== buildId) {
		await changeRouting(client, {
			target,
			identity,
			decide: ({ ramp }) => (ramp === null || ramp.buildId === buildId ? null : { kind: 'endRamp' }),
		});
	}
	await changeRouting(client, {
		target,
		identity,
		decide: ({ current }): RoutingChange | null => {
			if (current === buildId) return null;
			if (current === previous) return { kind: 'current', buildId, ignoreMissingTaskQueues: true };
			throw new OperationFailure(
				`${nameOf(current)} was made current meanwhile, so worker deployment ${target.deployment} was not rolled back`,
				'If what is current now is good, there is nothing to do. Otherwise run this again',
				{ state: 'superseded' },
			);
		},
	});
	return await verifyCurrent(client, { target, buildId, previous, deadlineMs, cancelSignal });
}

/** "No pollers" means "never seen" to the server: it would make a version current that nobody runs any more. */
async function assertWorkers(
	client: PlatformClient,
	{ target, isForced, deadlineMs, cancelSignal }: RollBackOrder,
	buildId: string,
): Promise<void> {
	if (isForced) return;
	const timeoutMs = Math.min(workersPatienceMs, Math.max(0, deadlineMs - clock.now()));
	const waited = await waitForWorkers(client, { target, buildId, taskQueues: [], timeoutMs, cancelSignal });
	if (waited.outcome === 'succeeded') return;
	throw new OperationFailure(
		`Worker deployment ${target.deployment} was not rolled back to build ${buildId}: ${workersProblem(waited.value.workers)}`,
		'Start the workers of that build, then run this again; or turn on Even Without Workers: its workflows wait until they come',
		{ state: 'failed' },
	);
}
