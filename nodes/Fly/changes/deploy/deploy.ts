import { messageOf } from '../../../shared/operation/errors';
import { attempt, type Attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { listMachinesPatiently } from '../../api/machines';
import { updateRelease } from '../../api/releases';
import type { FlyMachine } from '../../api/types';
import type { DeploymentState } from '../../../deployment/state/deploymentState';
import type { DeployResult, Reverted } from '../../state/deployResult';
import { adviceAfter, stateAfter } from '../../state/failureAdvice';
import { commitOf } from '../../state/machineCommit';
import { wasRunning } from '../../state/machineRest';
import { reportsOf, whatRunsWhere } from '../../state/machineReport';
import { firstOfEachGroup, groupsOf } from '../../state/managedMachines';
import { isOfRun } from '../../state/marks';
import { recordJson } from '../../state/releaseRecord';
import { runWarnings, verifyRun } from '../../state/runVerdict';
import { pinnedImage } from '../../../deployment/values/imageReference';
import type { RolloutFailure } from '../rolling/machineChange';
import type { DeployRequest } from './deployRequest';
import { beginDeploy, type DeployRun } from './deployRun';
import { releaseConfig } from './releaseConfig';
import { isLeftRunning, revertRun } from './revertRun';
import { rollOut } from './rollOut';

/** How long what runs is looked for in the end, however often Fly does not answer. */
const lastLookMs = 60_000;

/** How a run ended, by what was seen last. */
interface RunEnd {
	/** Null when it did not fail. */
	readonly failure: RolloutFailure | null;
	readonly reverted: Reverted;
	readonly fleet: Attempt<FlyMachine[]>;
	readonly verified: boolean;
}

/** Makes a release, brings it to every machine, and shows that it runs; or reverts what it changed. */
export async function deploy(fly: FlyClient, request: DeployRequest): Promise<DeployResult> {
	const run = await beginDeploy(fly, request);
	const rolledOut = await attempt(rollOut(run));
	const failure = rolledOut.ok ? rolledOut.value : { state: 'unknown' as const, reason: messageOf(rolledOut.error) };
	const end = await endRun(run, failure);
	await recordEnd(run, end);
	return resultOf(run, end);
}

/** Looks at what runs, verifies it, and reverts what failed. */
async function endRun(run: DeployRun, rolloutFailure: RolloutFailure | null): Promise<RunEnd> {
	const { fly, request, warnings } = run;
	// A good rollout is not reverted because one look at its end failed.
	const looked = await attempt(listMachinesPatiently(fly, request.app, rolloutFailure === null ? lastLookMs : 0));
	const failure = rolloutFailure ?? (request.waits ? whyUnverified(run, looked) : null);
	if (failure === null) {
		if (request.waits && looked.ok) warnings.push(...runWarnings(looked.value, groupsOf(request.machines)));
		return { failure, reverted: 'notNeeded', fleet: looked, verified: request.waits };
	}
	const reverted = await revertRun(run, failure);
	const fleet = reverted === 'notNeeded' ? looked : await attempt(listMachinesPatiently(fly, request.app, lastLookMs));
	return { failure, reverted, fleet, verified: false };
}

function whyUnverified({ request, runId, digest }: DeployRun, fleet: Attempt<FlyMachine[]>): RolloutFailure | null {
	const { machines } = request;
	if (!fleet.ok) return { state: 'unknown', reason: `What runs could not be read: ${messageOf(fleet.error)}` };
	const resting = machines.filter(({ machine }) => !wasRunning(machine));
	const verdict = verifyRun(fleet.value, {
		groups: groupsOf(machines),
		runId,
		digest,
		commit: request.expectedCommit,
		machineCount: machines.length,
		resting: new Set(resting.map(({ machine }) => machine.id)),
	});
	return verdict.success ? null : verdict;
}

/** Keeps in Fly's own record how the release ended, and what a roll back to it needs. */
async function recordEnd(run: DeployRun, { failure, verified }: RunEnd): Promise<void> {
	const { fly, request, release, digest, warnings } = run;
	const image = pinnedImage(request.image, digest);
	const configurations = firstOfEachGroup(request.machines).map(
		(managed) => [managed.group, { ...releaseConfig(run, managed), image }] as const,
	);
	const metadata = recordJson({
		kind: request.kind,
		verified,
		image,
		digest,
		rolledBackFrom: request.rolledBackFrom[0] ?? null,
		rolledBackFromSame: request.rolledBackFrom.slice(1),
		configurations: Object.fromEntries(configurations),
	});
	const isOpen = failure === null || isLeftRunning(run, failure);
	const status = verified ? 'complete' : isOpen ? 'running' : 'failed';
	const written = await attempt(updateRelease(fly, release.id, { status, metadata }));
	if (written.ok) return;
	warnings.push(
		`Fly.io did not record how release v${release.version} ended, so it cannot be rolled back to: ${messageOf(written.error)}`,
	);
}

function resultOf(run: DeployRun, { failure, reverted, fleet, verified }: RunEnd): DeployResult {
	const { request, release, runId, digest, warnings } = run;
	const now: readonly FlyMachine[] = fleet.ok ? fleet.value : [];
	const machines = reportsOf(now, groupsOf(request.machines));
	// One on a host that does not answer may do anything.
	const isSeen = fleet.ok && !now.some((machine) => isOfRun(machine, runId) && machine.host_status === 'unreachable');
	const state = failure === null ? (verified ? 'live' : 'rolling') : stateAfter(failure.state, reverted, isSeen);
	const where = fleet.ok ? whatRunsWhere(machines) : 'What runs now could not be read';
	return {
		release,
		isRollback: request.kind === 'rollback',
		verified,
		state,
		reason: failure === null ? '' : `${failure.reason}. ${where}`,
		advice: adviceOn(run, failure, reverted, state),
		digest,
		image: pinnedImage(request.image, digest),
		warnings,
		machines,
		leftOut: request.leftOut,
		reverted,
		commit: commitIn(now, runId),
	};
}

/** The commit of what this run put on machines; null where neither label nor tag tells. */
function commitIn(machines: readonly FlyMachine[], runId: string): string | null {
	const made = machines.filter((machine) => isOfRun(machine, runId));
	return made.map(commitOf).find((commit) => commit !== '') ?? null;
}

function adviceOn(run: DeployRun, failure: RolloutFailure | null, reverted: Reverted, state: DeploymentState): string {
	if (failure === null) return '';
	if (run.launched !== null && reverted === 'done') {
		return `The machine that was made is destroyed again, and app ${run.request.app} has none. Correct what is named above, check the app's logs in Fly.io, then deploy again`;
	}
	if (!isLeftRunning(run, failure)) return adviceAfter(reverted, state);
	return `What has changed by then stays. Deploy the same image with Resume Release v${run.release.version} to go on with it, or use Roll Back`;
}
