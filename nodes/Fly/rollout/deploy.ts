import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { DeploymentState } from '../../deployment/deploymentState';
import { pinnedImage } from '../../deployment/imageReference';
import { clock } from '../../shared/clock';
import { settled, type Settled } from '../../shared/settled';
import { reportsOf, whatRunsWhere } from '../fleet';
import { listMachines } from '../machines';
import type { ManagedMachine } from '../processGroups';
import { createRelease, recordJson, updateRelease, type ReleaseRecord } from '../releases';
import type { Fly } from '../transport';
import type { FlyConfig, FlyMachine, FlyRelease } from '../types';
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
import { releaseCommandConfig, runReleaseCommand } from './releaseCommand';
import { reasonOf, rollMachines, type RolloutOptions } from './rollMachines';
import { verdictOn, warningsOn } from './truthGate';
import { runIdKey, undoChanges } from './undo';

/** Makes a release, brings it to every machine, and shows that it runs; or undoes what it changed. */
export async function deploy(fly: Fly, request: DeployRequest): Promise<DeployOutcome> {
	const { app, image, strategy, newest } = request;
	const release = await createRelease(fly, app, {
		image,
		strategy,
		newestVersion: newest?.version ?? 0,
	});
	const run = new DeployRun(fly, request, release);
	const done = await settled(run.execute());
	if (!done.ok) return await run.finish({ state: 'unknown', reason: reasonOf(done.error) });
	return await run.finish(done.value);
}

type Failure = { readonly state: DeploymentState; readonly reason: string };

class DeployRun {
	private readonly runId = randomUUID();
	private readonly deadlineAtMs: number;
	private readonly warnings: string[] = [];
	private readonly groups: string[];
	private digest: string | null;
	private changes: MachineChange[] = [];
	/** Of bluegreen: whether the machines of before are gone. */
	private switched = false;

	constructor(
		private readonly fly: Fly,
		private readonly request: DeployRequest,
		private readonly release: FlyRelease,
	) {
		this.deadlineAtMs = clock.now() + request.timeoutMs;
		this.digest = request.digest;
		this.groups = [...new Set(request.machines.map(({ group }) => group))];
	}

	/** Why it did not work; null when every machine was brought to it and seen to be well. */
	async execute(): Promise<Failure | null> {
		const { app, machines, strategy } = this.request;
		await this.record('running');
		const command = await this.runCommand();
		if (command !== null) return command;
		const options = this.options();
		if (strategy === 'bluegreen') {
			const wanted = machines.map((managed) => this.wantedOf(managed));
			const failure = this.took(
				await blueGreen(this.fly, app, machines, wanted, {
					...options,
					drainMs: this.request.drainMs,
					undo: this.request.undoOnFailure,
				}),
			);
			this.switched = failure === null;
			return failure;
		}
		if (strategy === 'canary') {
			const wanted = firstOfEachGroup(machines).map((managed) => this.wantedOf(managed));
			const tried = this.took(await canary(this.fly, app, wanted, options));
			if (tried !== null) return tried;
		}
		// Those that run come first: they show whether the image works.
		this.changes = [...machines]
			.sort((left, right) => Number(wasRunning(right.machine)) - Number(wasRunning(left.machine)))
			.map((managed) =>
				changeOf(managed.machine, managed.group, this.configOf(managed), { digest: this.digest }),
			);
		return this.took(await rollMachines(this.fly, app, this.changes, { ...this.options(), waits: this.request.waits }));
	}

	/** Undoes what is to be undone, reads what runs, and records how it ended. */
	async finish(failure: Failure | null): Promise<DeployOutcome> {
		const { app, machines, kind, rolledBackFrom } = this.request;
		let failed = failure;
		let fleet = await settled(listMachines(this.fly, app));
		if (failed === null && this.request.waits) failed = this.judge(fleet);
		const undo = failed === null ? 'notNeeded' : await this.undo(failed);
		if (undo !== 'notNeeded') fleet = await settled(listMachines(this.fly, app));
		const now: readonly FlyMachine[] = fleet.ok ? fleet.value : [];
		const verified = failed === null && this.request.waits;
		if (verified) this.warnings.push(...warningsOn(now, this.groups));
		const image = pinnedImage(this.request.image, this.digest);
		const written = await settled(
			this.record(
				verified ? 'complete' : failed === null ? 'running' : 'failed',
				recordJson({
					kind,
					verified,
					image,
					digest: this.digest,
					rolledBackFrom,
					configurations: Object.fromEntries(
						firstOfEachGroup(machines).map((managed) => [
							managed.group,
							{ ...this.configOf(managed), image },
						]),
					),
				} satisfies ReleaseRecord),
			),
		);
		if (!written.ok) {
			this.warnings.push(
				`Fly.io did not take down how release v${this.release.version} ended, so it cannot be rolled back to: ${reasonOf(written.error)}`,
			);
		}
		const reports = reportsOf(now, this.groups);
		const where = fleet.ok ? whatRunsWhere(reports) : 'What runs now could not be read';
		return {
			release: this.release,
			verified,
			state: failed === null ? (verified ? 'live' : 'rolling') : stateAfter(failed.state, undo),
			reason: failed === null ? '' : `${failed.reason}. ${where}`,
			advice: failed === null ? '' : adviceFor(undo),
			digest: this.digest,
			image,
			warnings: this.warnings,
			machines: reports,
			undo,
			commit: now.map(({ image_ref: seen }) => seen?.labels?.['org.opencontainers.image.revision']).find(Boolean) ?? null,
		};
	}

	private judge(fleet: Settled<FlyMachine[]>): Failure | null {
		if (!fleet.ok) {
			return { state: 'unknown', reason: `What runs could not be read: ${reasonOf(fleet.error)}` };
		}
		const verdict = verdictOn(fleet.value, {
			groups: this.groups,
			runId: this.runId,
			digest: this.digest,
			machineCount: this.request.machines.length,
			resting: new Set(
				this.request.machines
					.filter(({ machine }) => !wasRunning(machine))
					.map(({ machine }) => machine.id),
			),
		});
		return verdict.success ? null : verdict;
	}


	private async undo({ state }: Failure): Promise<DeployOutcome['undo']> {
		const begun = this.changes.filter(({ begunAtMs }) => begunAtMs !== null);
		if (this.request.strategy === 'bluegreen') {
			return this.switched || !this.request.undoOnFailure ? 'left' : 'notNeeded';
		}
		if (begun.length === 0) return 'notNeeded';
		// Somebody else deploys at the same time: to put back what they replace would fight them.
		if (!this.request.undoOnFailure || state === 'superseded') return 'left';
		const end = await settled(
			undoChanges(this.fly, this.request.app, begun, {
				runId: this.runId,
				maxUnavailable: this.request.maxUnavailable,
				timeoutMs: this.request.machineTimeoutMs,
			}),
		);
		if (end.ok && end.value.ok) return 'done';
		this.warnings.push(`Not all could be undone: ${end.ok ? end.value.reason : reasonOf(end.error)}`);
		return 'incomplete';
	}

	private async runCommand(): Promise<Failure | null> {
		const { releaseCommand, machines, app, minSecretsVersion, cancelSignal } = this.request;
		const base = machines.find(({ group }) => group === 'app') ?? machines[0];
		if (releaseCommand === '' || !base) return null;
		const result = await runReleaseCommand(this.fly, app, {
			config: releaseCommandConfig(this.configOf(base), releaseCommand),
			region: base.machine.region ?? null,
			minSecretsVersion,
			timeoutMs: this.request.releaseCommandTimeoutMs,
			cancelSignal,
		});
		this.warnings.push(...result.warnings);
		if (!result.ok) {
			return { state: 'failed', reason: `The release command failed, and no machine was changed: ${result.reason}` };
		}
		this.digest ??= result.digest;
		return null;
	}

	private configOf(managed: ManagedMachine): FlyConfig {
		const config = this.request.configOf(managed);
		return {
			...config,
			image: pinnedImage(this.request.image, this.digest),
			metadata: {
				...(config.metadata as IDataObject | undefined),
				fly_release_id: this.release.id,
				fly_release_version: String(this.release.version),
				[runIdKey]: this.runId,
			},
		};
	}

	private wantedOf(managed: ManagedMachine) {
		return {
			group: managed.group,
			region: managed.machine.region ?? null,
			config: this.configOf(managed),
		};
	}

	private took(end: RolloutEnd): Failure | null {
		this.digest ??= end.digest;
		this.warnings.push(...end.warnings);
		return end.ok ? null : { state: end.state, reason: end.reason };
	}

	private options(): RolloutOptions {
		const { strategy, maxUnavailable, smokeWatchMs, machineTimeoutMs, minSecretsVersion, cancelSignal } = this.request;
		const isImmediate = strategy === 'immediate';
		return {
			policy: {
				maxUnavailable: isImmediate ? Number.MAX_SAFE_INTEGER : maxUnavailable,
				// A canary has shown already that the image works.
				slowStart: strategy === 'rolling',
			},
			smokeWatchMs,
			machineTimeoutMs,
			deadlineAtMs: this.deadlineAtMs,
			minSecretsVersion,
			digest: this.digest,
			cancelSignal,
		};
	}

	private async record(status: string, metadata?: IDataObject): Promise<void> {
		await updateRelease(this.fly, this.release.id, { status, ...(metadata && { metadata }) });
	}
}
