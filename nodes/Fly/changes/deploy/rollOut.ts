import { pinnedImage } from '../../../deployment/values/imageReference';
import { clock } from '../../../shared/waiting/clock';
import { updateRelease } from '../../api/releases';
import { wasRunning } from '../../state/machineRest';
import { firstOfEachGroup, type DeployableMachine } from '../../state/managedMachines';
import { defaultGroup } from '../../state/processGroup';
import { crashText } from '../../state/programExits';
import { releaseCommandConfig } from '../../state/releaseCommandConfig';
import { changeOf, changeOfDone, type RolloutFailure, type RolloutResult } from '../rolling/machineChange';
import { rollMachines } from '../rolling/rollMachines';
import { blueGreen, type BlueGreenOptions } from './blueGreen';
import { canary } from './canary';
import type { DeployRequest } from './deployRequest';
import type { DeployRun } from './deployRun';
import { newMachines, type WantedMachine } from './newMachines';
import { releaseConfig } from './releaseConfig';
import { runReleaseCommand } from './runReleaseCommand';

/** Brings a release to the machines. Returns why it failed; null when every machine has it and was seen to be well. */
export async function rollOut(run: DeployRun): Promise<RolloutFailure | null> {
	await updateRelease(run.fly, run.release.id, { status: 'running' });
	for (const step of [runCommand, ...stepsOf(run.request)]) {
		const failure = await step(run);
		if (failure !== null) return failure;
	}
	return null;
}

function stepsOf({ strategy, makesFirst }: DeployRequest): Array<(run: DeployRun) => Promise<RolloutFailure | null>> {
	// Nothing serves yet, so there is nothing to spare.
	if (makesFirst) return [launchFirst];
	if (strategy === 'bluegreen') return [switchFleet];
	return strategy === 'canary' ? [tryCanary, changeMachines] : [changeMachines];
}

async function runCommand(run: DeployRun): Promise<RolloutFailure | null> {
	const { request } = run;
	const { app, machines, releaseCommand, containers, image } = request;
	const base = machines.find(({ group }) => group === defaultGroup) ?? machines[0];
	if (releaseCommand.length === 0 || !base) return null;
	if (hasBegun(run)) {
		run.warnings.push(
			'The release command was not run again: machines have this release already, so it has ended well',
		);
		return null;
	}
	return noteResult(
		run,
		await runReleaseCommand(run.fly, app, {
			...request,
			config: releaseCommandConfig(
				releaseConfig(run, base),
				pinnedImage(image, run.digest),
				releaseCommand,
				containers.get(base.machine.id),
			),
			region: base.machine.region ?? null,
		}),
	);
}

/** Makes the first machine as flyctl does it: in Fly's proxy from its start. */
async function launchFirst(run: DeployRun): Promise<RolloutFailure | null> {
	const { fly, request } = run;
	const launched = newMachines(fly, request.app, run.digest);
	run.launched = launched;
	const wanted = request.machines.map((managed) => ({ ...wantedBy(run, managed), serves: true }));
	const refused = await launched.create(wanted, request.minSecretsVersion);
	run.digest ??= launched.digest();
	if (refused !== null) return { state: 'failed', reason: refused };
	return noteResult(run, await rollMachines(fly, request.app, launched.changes, rolloutOptions(run)));
}

async function switchFleet(run: DeployRun): Promise<RolloutFailure | null> {
	const { app, machines } = run.request;
	const wanted = machines.map((managed) => wantedBy(run, managed));
	const failure = noteResult(run, await blueGreen(run.fly, app, machines, wanted, rolloutOptions(run)));
	run.switched = failure === null;
	return failure;
}

async function tryCanary(run: DeployRun): Promise<RolloutFailure | null> {
	if (hasBegun(run)) return null;
	const { app, machines } = run.request;
	const wanted = firstOfEachGroup(machines).map((managed) => wantedBy(run, managed));
	return noteResult(run, await canary(run.fly, app, wanted, rolloutOptions(run)));
}

async function changeMachines(run: DeployRun): Promise<RolloutFailure | null> {
	const { app, machines, resumes, startsCrashed } = run.request;
	const nowMs = clock.now();
	// Those that run come first: they show whether the image works.
	run.changes = [...machines]
		.sort((left, right) => Number(wasRunning(right.machine)) - Number(wasRunning(left.machine)))
		.map((managed) =>
			resumes?.doneIds.has(managed.machine.id)
				? changeOfDone(managed.machine, managed.group, nowMs)
				: changeOf(managed.machine, managed.group, releaseConfig(run, managed), {
						digest: run.digest,
						...(startsCrashed && crashText(managed.machine) !== null && { launches: true }),
					}),
		);
	return noteResult(run, await rollMachines(run.fly, app, run.changes, rolloutOptions(run)));
}

/** Whether machines had the release before this run. */
function hasBegun({ request }: DeployRun): boolean {
	return (request.resumes?.doneIds.size ?? 0) > 0;
}

function rolloutOptions({ request, deadlineAtMs, digest }: DeployRun): BlueGreenOptions {
	const { strategy, maxUnavailable } = request;
	return {
		...request,
		policy: {
			maxUnavailable: strategy === 'immediate' ? Number.MAX_SAFE_INTEGER : maxUnavailable,
			// A canary has shown already that the image works.
			slowStart: strategy === 'rolling',
		},
		deadlineAtMs,
		digest,
	};
}

function wantedBy(run: DeployRun, managed: DeployableMachine): WantedMachine {
	const { group, machine } = managed;
	return { group, region: machine.region ?? null, config: releaseConfig(run, managed), serves: false };
}

function noteResult(run: DeployRun, result: RolloutResult): RolloutFailure | null {
	run.digest ??= result.digest;
	run.warnings.push(...result.warnings);
	return result.ok ? null : result;
}
