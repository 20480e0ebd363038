import type { PlatformClient } from '../../../shared/http/platformClient';
import { isTransient, OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { LookFailure } from '../../../shared/waiting/pollUntil';
import { readDeployment } from '../../api/workerDeployments';
import { type Routing, routingOf } from '../../state/routing';
import type { VersionResult } from '../../state/versionResult';
import { commitOf, statusWord, summaryOf } from '../../state/versionState';
import { workersProblem } from '../../state/workers';
import { changeRouting, type RoutingChange } from '../changeRouting';
import { waitForWorkers } from '../waitForWorkers';
import { endRamp, rampUp } from './rampUp';
import { runCheck } from './runCheck';
import { done, ended, foreignChange, nameOf, type Stage } from './stage';
import { verifyCurrent } from './verifyCurrent';
import type { DeployWish } from './wish';

const WAIT_AGAIN = 'Deploy the same build again when its workers are there: it goes on where it was';

/**
 * Makes a version take a deployment's new workflows: waits for its workers, runs the check on it, ramps it, makes
 * it current, and sees that it is. Each step looks first, so that it may be asked for again after any end: it goes
 * on where it was.
 *
 * @throws PlatformRequestError | OperationFailure while nothing has been changed.
 */
export async function deployVersion(client: PlatformClient, wish: DeployWish): Promise<VersionResult> {
	const { target, buildId } = wish;
	const sight = await readDeployment(client, target);
	const routing = sight && routingOf(sight.info);
	const previous = routing?.current ?? null;
	const end = (stage: Stage): VersionResult => resultOf(wish, stage, { routing, previous });
	if (routing !== null && sight !== null) {
		// What was current before it is not known any more.
		if (previous === buildId && routing.ramp === null) return await verifyCurrent(client, { ...wish, previous: null });
		const barred = barOf(routing, statusWord(summaryOf(sight.info, buildId) ?? {}), wish);
		if (!barred.goesOn) return end(barred);
	}
	const workers = await workersStage(client, wish);
	if (!workers.goesOn) return end(workers);
	const check = await runCheck(client, wish);
	if (!check.goesOn) return end(check);
	const changed = await attempt(changeAll(client, wish, previous));
	if (!changed.ok) {
		if (isRefusal(changed.error)) {
			// What it refused is not current; the share that it may have by then goes back.
			if (wish.steps.length > 0) await attempt(endRamp(client, wish));
			throw changed.error;
		}
		return end({
			goesOn: false,
			state: 'unknown',
			reason: 'Nobody could see whether it takes new workflows',
			advice: 'Look at the deployment in Temporal',
			unseen: changed.error,
		});
	}
	if (!changed.value.goesOn) return end(changed.value);
	return await verifyCurrent(client, { ...wish, previous });
}

/** An answer, after which nothing of it can have been carried out. */
function isRefusal(error: unknown): boolean {
	if (error instanceof OperationFailure) return error.cause === undefined;
	return error instanceof PlatformRequestError && !isTransient(error);
}

/** What forbids to begin: somebody else's ramp; or, where one is followed, that somebody ended it. */
function barOf({ ramp, current }: Routing, word: string, { buildId, isFollowed }: DeployWish): Stage {
	if (ramp !== null && ramp.buildId !== buildId) {
		return ended(
			'failed',
			`${nameOf(ramp.buildId)} takes ${ramp.percentage} % of the new workflows of this deployment, so nothing was changed`,
			'Make it current or end its ramp first (Ramp, with 0 %)',
		);
	}
	if (isFollowed && (word === 'draining' || word === 'drained')) {
		return ended('superseded', `It took new workflows before, and ${nameOf(current)} is current by now`);
	}
	return done;
}

async function workersStage(client: PlatformClient, wish: DeployWish): Promise<Stage> {
	const { buildId, deadlineMs, workersDueMs } = wish;
	const untilMs = Math.min(deadlineMs, workersDueMs ?? deadlineMs);
	const looked = await attempt(waitForWorkers(client, { ...wish, timeoutMs: Math.max(0, untilMs - clock.now()) }));
	if (!looked.ok) {
		if (!(looked.error instanceof LookFailure)) throw looked.error;
		return ended('queued', `It waits for the workers of build ${buildId}: ${looked.error.message}`, WAIT_AGAIN);
	}
	const waited = looked.value;
	if (waited.outcome === 'succeeded') return done;
	const problem = workersProblem(waited.value.workers);
	const isLate = workersDueMs === null || clock.now() >= workersDueMs;
	return isLate
		? ended(
				'failed',
				`Build ${buildId} cannot take workflows: ${problem}. Nothing was changed`,
				'Start its workers, with this deployment name and build ID, and look at their logs',
			)
		: ended('queued', `It waits for the workers of build ${buildId}: ${problem}`, WAIT_AGAIN);
}

async function changeAll(client: PlatformClient, wish: DeployWish, previous: string | null): Promise<Stage> {
	const ramped = await rampUp(client, wish, previous);
	if (!ramped.goesOn) return ramped;
	const { target, buildId, identity, ignoreMissingTaskQueues } = wish;
	let foreign: string | undefined;
	await changeRouting(client, {
		target,
		identity,
		decide: (routing): RoutingChange | null => {
			foreign = foreignChange(routing, buildId, previous);
			const isDone = routing.current === buildId && routing.ramp === null;
			return foreign !== undefined || isDone ? null : { kind: 'current', buildId, ignoreMissingTaskQueues };
		},
	});
	return foreign === undefined
		? done
		: ended(
				'superseded',
				`It was not made current: ${foreign}`,
				'Look at who changes this deployment besides Slipway, then deploy again',
			);
}

function resultOf(
	{ target, buildId }: DeployWish,
	stage: Stage,
	{ routing, previous }: { readonly routing: Routing | null; readonly previous: string | null },
): VersionResult {
	const known = { target, buildId, commit: commitOf(buildId), previous, routing, workers: [], warnings: [] };
	if (stage.goesOn) return { ...known, verified: false, state: 'unknown', reason: '', advice: '' };
	const { state, reason, advice, unseen } = stage;
	return { ...known, verified: false, state, reason, advice, ...(unseen !== undefined && { unseen }) };
}
