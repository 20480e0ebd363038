import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { DeploymentState } from '../../deployment/state/deploymentState';
import { pinnedImage } from '../../deployment/values/imageReference';
import { clock } from '../../shared/waiting/clock';
import { messageOf } from '../../shared/operation/errors';
import { attempt, type Attempt } from '../../shared/waiting/attempt';
import { containersOf, readDigest } from '../containers';
import { reportsOf, whatRunsWhere } from '../fleet';
import { listMachinesPatiently } from '../machines';
import { defaultGroup, type ManagedMachine } from '../processGroups';
import { createRelease, recordJson, updateRelease } from '../releases';
import type { Fly } from '../transport';
import type { FlyConfig, FlyMachine } from '../types';
import { adviceFor, stateAfter } from './badEnd';
import { blueGreen } from './blueGreen';
import { canary } from './canary';
import {
	changeOf,
	firstOfEachGroup,
	wasRunning,
	type MachineChange,
	type RolloutEnd,
} from './changes';
import type { DeployOutcome, DeployRequest } from './deployRequest';
import type { WantedMachine } from './newMachines';
import { releaseCommandConfig, runReleaseCommand } from './releaseCommand';
import { releaseConfig } from './releaseConfig';
import { rollMachines, type RolloutOptions } from './rollMachines';
import { verdictOn, warningsOn } from './truthGate';
import { isOfRun, undoChanges } from './undo';

/** Makes a release, brings it to every machine, and shows that it runs; or undoes what it changed. */
export async function deploy(fly: Fly, request: DeployRequest): Promise<DeployOutcome> {
	const { app, strategy, machines, waits, undoOnFailure, minSecretsVersion, cancelSignal } = request;
	let digest = request.digest;
	// Before anything is made: a container is named by its digest from the start.
	if (machines.some(({ config }) => containersOf(config).length > 0)) digest ??= await readDigest(fly, app, request.image);
	const release = await createRelease(fly, app, {
		image: request.image,
		strategy,
		newestVersion: request.newest?.version ?? 0,
	});
	const runId = randomUUID();
	const deadlineAtMs = clock.now() + request.timeoutMs;
	const groups = [...new Set(machines.map(({ group }) => group))];
	const warnings: string[] = [];
	let changes: MachineChange[] = [];
	/** Of bluegreen: whether the machines of before are gone. */
	let switched = false;

	const record = async (status: string, metadata?: IDataObject): Promise<void> => {
		await updateRelease(fly, release.id, { status, ...(metadata && { metadata }) });
	};

	const configOf = (managed: ManagedMachine): FlyConfig =>
		releaseConfig(managed, request, { release, runId, digest });

	const wantedOf = (managed: ManagedMachine): WantedMachine => ({
		group: managed.group,
		region: managed.machine.region ?? null,
		config: configOf(managed),
	});

	const optionsNow = (): RolloutOptions => ({
		policy: {
			maxUnavailable: strategy === 'immediate' ? Number.MAX_SAFE_INTEGER : request.maxUnavailable,
			// A canary has shown already that the image works.
			slowStart: strategy === 'rolling',
		},
		smokeWatchMs: request.smokeWatchMs,
		machineTimeoutMs: request.machineTimeoutMs,
		deadlineAtMs,
		minSecretsVersion,
		restartsAllowed: request.restartsAllowed,
		digest,
		cancelSignal,
	});

	const took = (end: RolloutEnd): Failure | null => {
		digest ??= end.digest;
		warnings.push(...end.warnings);
		return end.ok ? null : end;
	};

	const runCommand = async (): Promise<Failure | null> => {
		const { releaseCommand } = request;
		const base = machines.find(({ group }) => group === defaultGroup) ?? machines[0];
		if (releaseCommand.length === 0 || !base) return null;
		const result = await runReleaseCommand(fly, app, {
			config: releaseCommandConfig(
				configOf(base),
				pinnedImage(request.image, digest),
				releaseCommand,
				request.containers.get(base.machine.id),
			),
			region: base.machine.region ?? null,
			minSecretsVersion,
			timeoutMs: request.releaseCommandTimeoutMs,
			cancelSignal,
		});
		warnings.push(...result.warnings);
		if (!result.ok) return { ...result, isIncomplete: result.warnings.length > 0 };
		digest ??= result.digest;
		return null;
	};

	/** Why it did not work; null when every machine was brought to it and seen to be well. */
	const execute = async (): Promise<Failure | null> => {
		await record('running');
		const command = await runCommand();
		if (command !== null) return command;
		if (strategy === 'bluegreen') {
			const options = { ...optionsNow(), drainMs: request.drainMs, undo: undoOnFailure };
			const failure = took(await blueGreen(fly, app, machines, machines.map(wantedOf), options));
			switched = failure === null;
			return failure;
		}
		if (strategy === 'canary') {
			const wanted = firstOfEachGroup(machines).map(wantedOf);
			const tried = took(await canary(fly, app, wanted, optionsNow()));
			if (tried !== null) return tried;
		}
		// Those that run come first: they show whether the image works.
		changes = [...machines]
			.sort((left, right) => Number(wasRunning(right.machine)) - Number(wasRunning(left.machine)))
			.map((managed) => changeOf(managed.machine, managed.group, configOf(managed), { digest }));
		return took(await rollMachines(fly, app, changes, { ...optionsNow(), waits }));
	};

	const judgeFleet = (fleet: Attempt<FlyMachine[]>): Failure | null => {
		if (!fleet.ok) {
			return { state: 'unknown', reason: `What runs could not be read: ${messageOf(fleet.error)}` };
		}
		const resting = machines.filter(({ machine }) => !wasRunning(machine));
		const verdict = verdictOn(fleet.value, {
			groups,
			runId,
			digest,
			machineCount: machines.length,
			resting: new Set(resting.map(({ machine }) => machine.id)),
		});
		return verdict.success ? null : verdict;
	};

	const undo = async ({ state, isIncomplete }: Failure): Promise<DeployOutcome['undo']> => {
		if (strategy === 'bluegreen') {
			return switched || !undoOnFailure ? 'left' : isIncomplete ? 'incomplete' : 'notNeeded';
		}
		const begun = changes.filter(({ begunAtMs }) => begunAtMs !== null);
		if (begun.length === 0) return isIncomplete === true ? 'incomplete' : 'notNeeded';
		// Somebody else deploys at the same time: to put back what they replace would fight them.
		if (!undoOnFailure || state === 'superseded') return 'left';
		const end = await attempt(
			undoChanges(fly, app, begun, {
				runId,
				maxUnavailable: request.maxUnavailable,
				timeoutMs: request.machineTimeoutMs,
				restartsAllowed: request.restartsAllowed,
			}),
		);
		if (end.ok && end.value.ok) return 'done';
		warnings.push(`Not all could be undone: ${end.ok ? end.value.reason : messageOf(end.error)}`);
		return 'incomplete';
	};

	const done = await attempt(execute());
	let failure: Failure | null = done.ok ? done.value : { state: 'unknown', reason: messageOf(done.error) };
	// A good rollout is not undone because one look at its end failed.
	let fleet = await attempt(listMachinesPatiently(fly, app, failure === null ? lastLookMs : 0));
	if (failure === null && waits) failure = judgeFleet(fleet);
	const undone = failure === null ? 'notNeeded' : await undo(failure);
	if (undone !== 'notNeeded') fleet = await attempt(listMachinesPatiently(fly, app, lastLookMs));
	const now: readonly FlyMachine[] = fleet.ok ? fleet.value : [];
	const verified = failure === null && waits;
	if (verified) warnings.push(...warningsOn(now, groups));
	const image = pinnedImage(request.image, digest);
	const metadata = recordJson({
		kind: request.kind,
		verified,
		image,
		digest,
		rolledBackFrom: request.rolledBackFrom[0] ?? null,
		rolledBackFromSame: request.rolledBackFrom.slice(1),
		configurations: Object.fromEntries(
			firstOfEachGroup(machines).map((managed) => [managed.group, { ...configOf(managed), image }]),
		),
	});
	const written = await attempt(
		record(verified ? 'complete' : failure === null ? 'running' : 'failed', metadata),
	);
	if (!written.ok) {
		warnings.push(
			`Fly.io did not take down how release v${release.version} ended, so it cannot be rolled back to: ${messageOf(written.error)}`,
		);
	}
	const reports = reportsOf(now, groups);
	// One on a host that does not answer may do anything.
	const isSeen = fleet.ok && !now.some((machine) => isOfRun(machine, runId) && machine.host_status === 'unreachable');
	const state = failure === null ? (verified ? 'live' : 'rolling') : stateAfter(failure.state, undone, isSeen);
	const where = fleet.ok ? whatRunsWhere(reports) : 'What runs now could not be read';
	return {
		release,
		isRollback: request.kind === 'rollback',
		verified,
		state,
		reason: failure === null ? '' : `${failure.reason}. ${where}`,
		advice: failure === null ? '' : adviceFor(undone, state),
		digest,
		image,
		warnings,
		machines: reports,
		leftOut: request.leftOut,
		undo: undone,
		commit: now.map(({ image_ref: seen }) => seen?.labels?.['org.opencontainers.image.revision']).find(Boolean) ?? null,
	};
}

/** How long what runs is looked for in the end, however often Fly does not answer. */
const lastLookMs = 60_000;

interface Failure {
	readonly state: DeploymentState;
	readonly reason: string;
	readonly isIncomplete?: boolean;
}
