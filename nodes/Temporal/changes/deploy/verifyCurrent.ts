import { judge } from '../../../deployment/state/verdict';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { pollUntil } from '../../../shared/waiting/pollUntil';
import type { DeploymentTarget } from '../../api/types';
import { readDeployment } from '../../api/workerDeployments';
import { type Routing, routingOf } from '../../state/routing';
import type { VersionResult } from '../../state/versionResult';
import { commitOf } from '../../state/versionState';
import { workersProblem } from '../../state/workers';
import { noDeployment } from '../changeRouting';
import { seeWorkers, type VersionSight } from '../seeWorkers';
import { nameOf } from './stage';

export interface VerifyWish {
	readonly target: DeploymentTarget;
	readonly buildId: string;
	readonly previous: string | null;
	readonly deadlineMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

interface Sight {
	readonly routing: Routing;
	readonly seen: VersionSight;
}

/** The write has been answered: what follows takes a second or two. */
const shortestMs = 10_000;

/** Looks until the version takes every new workflow, every task queue knows, and live workers poll each of them. */
export async function verifyCurrent(client: PlatformClient, wish: VerifyWish): Promise<VersionResult> {
	const { target, buildId, deadlineMs, cancelSignal } = wish;
	const waited = await attempt(
		pollUntil<Sight>({
			what: `${target.deployment}, until build ${buildId} is current`,
			timeoutMs: Math.max(shortestMs, deadlineMs - clock.now()),
			read: async () => {
				const sight = await readDeployment(client, target);
				if (sight === null) throw noDeployment(target);
				return { routing: routingOf(sight.info), seen: await seeWorkers(client, target, buildId) };
			},
			assess: (sight) => {
				const { state, reason } = assess(wish, sight);
				return { phase: state === 'live' ? 'succeeded' : state === 'superseded' ? 'failed' : 'pending', seen: reason };
			},
			...(cancelSignal && { cancelSignal }),
		}),
	);
	if (!waited.ok) {
		return {
			...resultOf(wish, null),
			state: 'unknown',
			reason: 'It was made current, and whether it is could not be seen',
			advice: 'Look at the deployment in Temporal',
			unseen: waited.error,
		};
	}
	const { state, reason } = assess(wish, waited.value.value);
	const advice =
		state === 'live'
			? ''
			: state === 'superseded'
				? 'Look at who changes this deployment besides Slipway, then deploy again'
				: 'Look at the logs of its workers, or roll back';
	return { ...resultOf(wish, waited.value.value), verified: state === 'live', state, reason, advice };
}

function assess({ buildId }: VerifyWish, { routing, seen }: Sight) {
	const { current, ramp, isSpread } = routing;
	if (current !== buildId) return { state: 'superseded' as const, reason: `${nameOf(current)} is current` };
	if (ramp !== null) {
		return {
			state: 'superseded' as const,
			reason: `It is current, but ${nameOf(ramp.buildId)} takes ${ramp.percentage} % of the new workflows`,
		};
	}
	const problem = workersProblem(seen.workers);
	if (problem !== '') return { state: 'ready' as const, reason: `It is current, but ${problem}` };
	return judge({
		deploymentId: buildId,
		status: isSpread
			? { state: 'live', reason: '' }
			: { state: 'rolling', reason: 'Not every task queue knows yet that it is current' },
		requestedArtifact: buildId,
		running: seen.workers.live.map((name) => ({ name, deploymentId: current, artifact: buildId })),
		expectedInstances: 1,
		matchDeployment: true,
	});
}

function resultOf({ target, buildId, previous }: VerifyWish, sight: Sight | null): VersionResult {
	return {
		target,
		buildId,
		commit: commitOf(buildId, sight?.seen.version ?? {}),
		previous,
		routing: sight?.routing ?? null,
		workers: sight?.seen.workers.live ?? [],
		verified: false,
		state: 'unknown',
		reason: '',
		advice: '',
		warnings: [],
	};
}
