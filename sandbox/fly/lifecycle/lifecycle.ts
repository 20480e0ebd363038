import type { Behaviour } from './behaviour';
import {
	bootMs,
	crashAfterMs,
	destroyMs,
	lateCrashAfterMs,
	launchFailedForMs,
	pullMs,
	releaseCommandMs,
	restartPauseMs,
	resumeMs,
	settledForMs,
	slowBootMs,
	slowPullMs,
	stopMs,
	suspendMs,
} from './durations';
import type { Exit } from './machineExit';
import { exitRequest, restartLimit } from './machineExit';
import { isMigration, migrate } from './migration';
import type { Machine, MachineState, MachineVersion } from '../model';
import { readGroup, releaseCommandGroup } from '../world/processGroup';
import { failedPrecondition } from '../errors';
import { replicatedSecretsVersion, secretsDelayMs } from '../world/secrets';
import type { FlyWorld } from '../world/world';

/** Moves machines through their states on the sandbox's clock. */
export class MachineLifecycle {
	private readonly pending = new Map<string, Set<() => void>>();
	/** Programs that do real work, by their machine's id. */
	private readonly programs = new Map<string, Promise<void>>();

	constructor(private readonly world: FlyWorld) {}

	/** Pulls the image and boots, unless `skipLaunch`. */
	launch(machine: Machine, options: { readonly skipLaunch: boolean }): void {
		this.after(machine, this.pullMs(machine.version), () => {
			if (this.does(machine.version, 'no-pull')) this.failLaunch(machine);
			else if (!options.skipLaunch) this.boot(machine, 0);
		});
	}

	/**
	 * Makes `version` the machine's: pulls the image while the old version runs on, stops the old one, boots the new
	 * one. When the pull fails the machine goes back to the old version and state, which is what makes a client that
	 * only waits for `started` report a success (superfly/flyctl#4921).
	 */
	update(machine: Machine, version: MachineVersion, options: { readonly skipLaunch: boolean }): void {
		this.freeze(machine);
		const before: MachineVersion = machine.running?.version ?? machine.version;
		const stateBefore: MachineState = machine.running ? 'started' : machine.state === 'created' ? 'created' : 'stopped';
		machine.version = version;
		machine.versions.push(version);
		this.world.record(machine, 'update', 'replacing', 'user');
		this.world.moveTo(machine, 'replacing');
		this.after(machine, this.pullMs(version), () => {
			if (this.does(version, 'no-pull')) {
				machine.version = before;
				this.world.record(machine, 'launch', 'failed', 'flyd', {
					error: `failed to pull image ${version.image.written}: not found`,
				});
				this.world.moveTo(machine, stateBefore);
				return;
			}
			const wasRunning = machine.running !== undefined;
			if (wasRunning) this.exit(machine, { code: 0, requestedStop: true }, false, 0);
			this.after(machine, wasRunning ? stopMs : 0, () => {
				if (!options.skipLaunch) this.boot(machine, 0);
				else this.world.moveTo(machine, stateBefore === 'created' ? 'created' : 'stopped');
			});
		});
	}

	/** Raises 412 unless the machine is at rest. A started machine stays as it is. */
	start(machine: Machine): void {
		if (machine.state === 'started') return;
		this.requireState(machine, 'start', ['created', 'stopped', 'suspended', 'failed']);
		this.freeze(machine);
		this.world.record(machine, 'start', 'starting', 'user');
		this.boot(machine, 0, machine.state === 'suspended' ? resumeMs : undefined);
	}

	/** Raises 412. A stopped machine stays as it is. */
	stop(machine: Machine): void {
		if (machine.state === 'stopped') return;
		this.requireState(machine, 'stop', ['started', 'starting', 'restarting', 'suspended', 'failed']);
		this.freeze(machine);
		this.world.record(machine, 'stop', 'stopping', 'user');
		this.world.moveTo(machine, 'stopping');
		this.after(machine, stopMs, () => {
			this.exit(machine, { code: 0, requestedStop: true }, false, 0);
			this.rest(machine, 'stopped');
		});
	}

	/** Stops and boots the same version again. Raises 412. */
	restart(machine: Machine): void {
		this.requireState(machine, 'restart', ['started', 'stopped', 'failed']);
		this.freeze(machine);
		this.world.record(machine, 'restart', 'restarting', 'user');
		this.world.moveTo(machine, 'restarting');
		this.after(machine, stopMs, () => {
			if (machine.running) this.exit(machine, { code: 0, requestedStop: true }, true, 0);
			this.boot(machine, 0);
		});
	}

	/** Raises 412 unless it is started. */
	suspend(machine: Machine): void {
		if (machine.state === 'suspended') return;
		this.requireState(machine, 'suspend', ['started']);
		this.freeze(machine);
		this.world.moveTo(machine, 'suspending');
		this.after(machine, suspendMs, () => {
			machine.running = undefined;
			this.world.record(machine, 'suspend', 'suspended', 'flyd');
			this.world.moveTo(machine, 'suspended');
		});
	}

	/** Raises 412 for a machine that runs, unless forced. */
	destroy(machine: Machine, force: boolean): void {
		if (machine.state === 'destroyed' || machine.state === 'destroying') return;
		if (!force && !['created', 'stopped', 'suspended', 'failed', 'launch_failed'].includes(machine.state)) {
			throw failedPrecondition(`unable to destroy machine, not currently stopped, has state: ${machine.state}`);
		}
		this.freeze(machine);
		machine.running = undefined;
		this.world.record(machine, 'destroy', 'destroying', 'user');
		this.world.moveTo(machine, 'destroying');
		this.after(machine, destroyMs, () => this.bury(machine));
	}

	/** The main process ends as if killed: the restart policy decides what follows. */
	kill(machine: Machine, exit: Exit): void {
		this.requireState(machine, 'signal', ['started']);
		this.freeze(machine);
		this.crash(machine, exit, 0);
	}

	/** Sets a state as it is, and nothing follows from it. */
	force(machine: Machine, state: MachineState): void {
		this.freeze(machine);
		if (state === 'started') {
			machine.running ??= this.runningOf(machine, machine.version);
		} else if (!['replacing', 'stopping', 'suspending'].includes(state)) {
			machine.running = undefined;
		}
		this.world.moveTo(machine, state);
	}

	/** Nothing more happens to the machine by itself: it is stuck in its state. */
	freeze(machine: Machine): void {
		for (const cancel of this.pending.get(machine.id) ?? []) cancel();
		this.pending.delete(machine.id);
	}

	/** Starts the machine at once and long ago, for a seed world in which nothing is under way. */
	settle(machine: Machine): void {
		this.freeze(machine);
		const running = this.runningOf(machine, machine.version);
		machine.running = { ...running, startedAtMs: running.startedAtMs - settledForMs };
		this.world.record(machine, 'start', 'started', 'flyd');
		this.world.moveTo(machine, 'started');
	}

	private boot(machine: Machine, restarts: number, quickMs?: number): void {
		const { version } = machine;
		const app = this.world.app(machine.appName);
		this.world.moveTo(machine, 'starting');
		if (this.does(version, 'never-starts')) return;
		const delayMs =
			(quickMs ?? (this.does(version, 'slow') ? slowBootMs : bootMs)) +
			secretsDelayMs(this.world, app, version.minimumSecretsVersion);
		this.after(machine, delayMs, () => {
			if (this.does(version, 'fails')) {
				this.world.record(machine, 'exit', 'failed', 'flyd', { error: 'could not start init' });
				this.world.moveTo(machine, 'failed');
				return;
			}
			machine.running = this.runningOf(machine, version);
			this.world.log(machine, 'info', 'Machine started');
			this.world.record(machine, 'start', 'started', 'flyd');
			this.world.moveTo(machine, 'started');
			this.scheduleExit(machine, restarts);
		});
	}

	private scheduleExit(machine: Machine, restarts: number): void {
		const { version } = machine;
		if (readGroup(version.config) === releaseCommandGroup) {
			this.after(machine, releaseCommandMs, () => this.endCommand(machine, restarts));
		} else if (this.does(version, 'oom')) {
			const exit = { code: 137, outOfMemory: true };
			this.after(machine, crashAfterMs, () => this.crash(machine, exit, restarts));
		} else if (this.does(version, 'crash') || (this.does(version, 'crash-once') && restarts === 0)) {
			this.after(machine, crashAfterMs, () => this.crash(machine, { code: 1 }, restarts));
		} else if (this.does(version, 'late-crash')) {
			this.after(machine, lateCrashAfterMs, () => this.crash(machine, { code: 1 }, restarts));
		}
	}

	/** The work of a program takes no sandbox time: who asks for its machine waits for its end. */
	async programEnded({ id }: Machine): Promise<void> {
		await this.programs.get(id);
	}

	private endCommand(machine: Machine, restarts: number): void {
		if (this.does(machine.version, 'release-fails') || !isMigration(machine)) {
			this.crash(machine, { code: this.does(machine.version, 'release-fails') ? 1 : 0 }, restarts);
			return;
		}
		const { running } = machine;
		const program = migrate(this.world.services, this.world.app(machine.appName), machine).then(({ code, lines }) => {
			this.programs.delete(machine.id);
			for (const line of lines) this.world.log(machine, code === 0 ? 'info' : 'error', line);
			// It was destroyed, or stopped, meanwhile.
			if (machine.running === running && running !== undefined) this.crash(machine, { code }, restarts);
		});
		this.programs.set(machine.id, program);
	}

	private crash(machine: Machine, exit: Exit, restarts: number): void {
		const restarting = restarts < restartLimit(machine.version.config, exit.code);
		this.exit(machine, exit, restarting, restarts);
		if (!restarting) {
			this.rest(machine, 'stopped');
			return;
		}
		this.world.moveTo(machine, 'restarting');
		this.after(machine, restartPauseMs, () => this.boot(machine, restarts + 1));
	}

	private exit(machine: Machine, exit: Exit, restarting: boolean, restarts: number): void {
		machine.running = undefined;
		this.world.log(machine, exit.code === 0 ? 'info' : 'error', `Main child exited with code: ${exit.code}`);
		const request = exitRequest(exit, { restarting, restarts, atMs: this.world.now() });
		this.world.record(machine, 'exit', 'stopped', 'flyd', request);
	}

	private rest(machine: Machine, state: 'stopped'): void {
		this.world.moveTo(machine, state);
		if (machine.version.config['auto_destroy'] === true) this.destroy(machine, true);
	}

	private failLaunch(machine: Machine): void {
		this.world.log(machine, 'error', `Failed to pull image ${machine.version.image.written}`);
		this.world.record(machine, 'launch', 'failed', 'flyd', {
			error: `failed to pull image ${machine.version.image.written}: not found`,
		});
		this.world.moveTo(machine, 'launch_failed');
		this.after(machine, launchFailedForMs, () => this.bury(machine));
	}

	private bury(machine: Machine): void {
		machine.lease = undefined;
		this.world.record(machine, 'destroy', 'destroyed', 'flyd');
		this.world.moveTo(machine, 'destroyed');
	}

	private runningOf(machine: Machine, version: MachineVersion): NonNullable<Machine['running']> {
		const app = this.world.app(machine.appName);
		return {
			version,
			startedAtMs: this.world.now(),
			// A boot that asked for a version has waited for it.
			secretsVersion: Math.max(replicatedSecretsVersion(this.world, app), version.minimumSecretsVersion),
		};
	}

	private requireState(machine: Machine, action: string, allowed: readonly MachineState[]): void {
		if (allowed.includes(machine.state)) return;
		throw failedPrecondition(`unable to ${action} machine from current state: '${machine.state}'`);
	}

	private pullMs(version: MachineVersion): number {
		return this.does(version, 'slow') ? slowPullMs : pullMs;
	}

	private does(version: MachineVersion, behaviour: Behaviour): boolean {
		return version.image.behaviours.has(behaviour);
	}

	/** Runs `step` later, unless the machine is frozen or changed before. */
	private after(machine: Machine, delayMs: number, step: () => void): void {
		const cancels = this.pending.get(machine.id) ?? new Set();
		this.pending.set(machine.id, cancels);
		const cancel = this.world.services.clock.after(delayMs, () => {
			cancels.delete(cancel);
			step();
		});
		cancels.add(cancel);
	}
}
