import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { Reverted } from '../../state/deployResult';
import type { RolloutFailure } from '../rolling/machineChange';
import { revertChanges } from '../rolling/revertChanges';
import type { DeployRun } from './deployRun';
import type { NewMachines } from './newMachines';

/** Gives the machines of a failed release what they had, where that is wanted and right. */
export async function revertRun(run: DeployRun, failure: RolloutFailure): Promise<Reverted> {
	const { state, isIncomplete } = failure;
	const { request, runId } = run;
	const { app, strategy, revertOnFailure } = request;
	if (run.launched !== null) {
		return revertOnFailure && !isLeftRunning(run, failure) ? await destroyFirst(run, run.launched) : 'left';
	}
	if (strategy === 'bluegreen') {
		return run.switched || !revertOnFailure ? 'left' : isIncomplete ? 'incomplete' : 'notNeeded';
	}
	if (isLeftRunning(run, failure)) return 'left';
	// What the machines had before an earlier run of this release is not known here: Roll Back finds it.
	if ((request.resumes?.doneIds.size ?? 0) > 0) return 'left';
	const begun = run.changes.filter(({ begunAtMs }) => begunAtMs !== null);
	if (begun.length === 0) return isIncomplete === true ? 'incomplete' : 'notNeeded';
	// Somebody else deploys at the same time: to revert what they replace would fight them.
	if (!revertOnFailure || state === 'superseded') return 'left';
	const reverted = await attempt(revertChanges(run.fly, app, begun, { ...request, runId }));
	if (reverted.ok && reverted.value.ok) return 'done';
	run.warnings.push(
		`Not everything could be reverted: ${reverted.ok ? reverted.value.reason : messageOf(reverted.error)}`,
	);
	return 'incomplete';
}

/** The app has no machine again, as before. */
async function destroyFirst({ warnings }: DeployRun, launched: NewMachines): Promise<Reverted> {
	const left = await launched.destroyAll();
	warnings.push(...left);
	return left.length === 0 ? 'done' : 'incomplete';
}

/** Whether a release whose time was up stays as far as it came, for another run to go on with. */
export function isLeftRunning({ request }: DeployRun, { isTimeUp }: RolloutFailure): boolean {
	return isTimeUp === true && request.leavesWhenTimeIsUp && request.strategy !== 'bluegreen';
}
