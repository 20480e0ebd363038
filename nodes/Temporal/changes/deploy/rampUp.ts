import type { PlatformClient } from '../../../shared/http/platformClient';
import { clock } from '../../../shared/waiting/clock';
import { pollUntil } from '../../../shared/waiting/pollUntil';
import { readDeployment } from '../../api/workerDeployments';
import type { RampStep } from '../../../deployment/catalog/rampSteps';
import { type Routing, routingOf } from '../../state/routing';
import { workersProblem } from '../../state/workers';
import { changeRouting, noDeployment, type RoutingChange } from '../changeRouting';
import { seeWorkers } from '../seeWorkers';
import { done, ended, foreignChange, type Stage } from './stage';
import type { DeployWish } from './wish';

/**
 * Gives the version its shares of the new workflows, each for its time, while its workers stay. Goes on with the
 * share that it has already: by the server's own clock, an earlier run's time counts too.
 */
export async function rampUp(client: PlatformClient, wish: DeployWish, previous: string | null): Promise<Stage> {
	for (const step of wish.steps) {
		const stage = await rampTo(client, wish, step, previous);
		if (!stage.goesOn) return stage;
	}
	return done;
}

async function rampTo(
	client: PlatformClient,
	wish: DeployWish,
	step: RampStep,
	previous: string | null,
): Promise<Stage> {
	const { target, buildId, identity } = wish;
	let isPast = false;
	let foreign: string | undefined;
	await changeRouting(client, {
		target,
		identity,
		decide: (routing): RoutingChange | null => {
			foreign = foreignChange(routing, buildId, previous);
			const share = routing.ramp?.percentage ?? 0;
			isPast = routing.current === buildId || share > step.percentage;
			if (foreign !== undefined || isPast || share === step.percentage) return null;
			return { kind: 'ramp', buildId, percentage: step.percentage };
		},
	});
	if (foreign !== undefined) return superseded(foreign);
	return isPast ? done : await hold(client, wish, step, previous);
}

async function hold(client: PlatformClient, wish: DeployWish, step: RampStep, previous: string | null): Promise<Stage> {
	const { target, buildId, deadlineMs, cancelSignal } = wish;
	const waited = await pollUntil({
		what: `the ramp of build ${buildId} at ${step.percentage} %`,
		timeoutMs: Math.max(0, deadlineMs - clock.now()),
		read: async () => {
			const sight = await readDeployment(client, target);
			if (sight === null) throw noDeployment(target);
			const { workers } = await seeWorkers(client, target, buildId);
			return { routing: routingOf(sight.info), serverMs: sight.serverMs, problem: workersProblem(workers) };
		},
		assess: ({ routing, serverMs, problem }) => {
			const isOurs = endOfHold(routing, wish, step, previous) === undefined && problem === '';
			if (!isOurs) return { phase: 'failed', seen: problem };
			const since = Date.parse(routing.ramp?.percentageSince ?? '');
			const isOver = routing.ramp === null || Number.isNaN(since) || serverMs - since >= step.holdMs;
			return { phase: isOver ? 'succeeded' : 'pending', seen: `at ${step.percentage} %` };
		},
		...(cancelSignal && { cancelSignal }),
	});
	if (waited.outcome === 'succeeded') return done;
	const { routing, problem } = waited.value;
	if (waited.outcome === 'timeout') {
		return ended('rolling', `Build ${buildId} takes ${step.percentage} % of the new workflows, and is held there`);
	}
	const foreign = endOfHold(routing, wish, step, previous);
	if (foreign !== undefined) return superseded(foreign);
	return await giveBack(client, wish, `At ${step.percentage} %, ${problem}`);
}

/** Why the hold is not ours any more; undefined while it is. */
function endOfHold(
	routing: Routing,
	{ buildId }: DeployWish,
	{ percentage }: RampStep,
	previous: string | null,
): string | undefined {
	const foreign = foreignChange(routing, buildId, previous);
	if (foreign !== undefined || routing.current === buildId) return foreign;
	if (routing.ramp === null) return `somebody ended the ramp of build ${buildId}`;
	return routing.ramp.percentage < percentage
		? `somebody set the share of build ${buildId} to ${routing.ramp.percentage} %`
		: undefined;
}

function superseded(foreign: string): Stage {
	return ended(
		'superseded',
		`It was not made current: ${foreign}`,
		'Look at who changes this deployment besides Slipway, then deploy again',
	);
}

/** Ends its ramp: what was current before takes all new workflows again. */
async function giveBack(client: PlatformClient, wish: DeployWish, why: string): Promise<Stage> {
	await endRamp(client, wish);
	return ended(
		'rolledBack',
		`${why}, so its ramp was ended: what was current before takes all new workflows again`,
		'Look at the logs of its workers, then deploy again',
	);
}

/** Takes its share away, if it has one. */
export async function endRamp(
	client: PlatformClient,
	{ target, buildId, identity }: Pick<DeployWish, 'target' | 'buildId' | 'identity'>,
): Promise<void> {
	await changeRouting(client, {
		target,
		identity,
		decide: ({ ramp }) => (ramp?.buildId === buildId ? { kind: 'endRamp' } : null),
	});
}
