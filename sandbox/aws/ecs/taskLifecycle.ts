import { isObject, readObjects, readTexts } from '../jsonInput';
import type { ImageBehaviour } from './images';
import type { Task, TaskStatus } from './model';
import { writeTaskLog } from './taskLog';
import { behaviourOf, newTask, startFailure, type TaskStart } from './taskStart';
import type { EcsWorld } from './world';

/** What starting a Fargate task takes, roughly: together some two minutes until it is healthy. */
const PROVISION_MS = { base: 15_000, jitter: 10_000 };
const PULL_MS = { base: 25_000, jitter: 15_000 };
const ACTIVATE_MS = { base: 8_000, jitter: 4_000 };
const HEALTHY_AFTER_MS = { base: 75_000, jitter: 25_000 };
const UNHEALTHY_AFTER_MS = { base: 90_000, jitter: 10_000 };
const SLOW_FACTOR = 4;
const DRAIN_MS = { base: 45_000, jitter: 5_000 };
const STOP_MS = 10_000;
const DEPROVISION_MS = 10_000;
const JOB_MS = { base: 20_000, jitter: 10_000 };

/** Why a task ended. */
export interface TaskStop {
	readonly code: string;
	readonly reason: string;
	readonly exitCode?: number;
	readonly containerReason?: string;
}

/** Takes tasks through PROVISIONING, PENDING, ACTIVATING, RUNNING and down to STOPPED. */
export class TaskLifecycle {
	private readonly timers = new Map<string, () => void>();

	private readonly listeners: Array<(task: Task, stop: TaskStop | undefined) => void> = [];

	constructor(private readonly world: EcsWorld) {}

	/** Calls back after each change; with the reason when the task began to end by itself. */
	onChange(listener: (task: Task, stop: TaskStop | undefined) => void): void {
		this.listeners.push(listener);
	}

	start(start: TaskStart): Task {
		const task = newTask(this.world, start);
		this.world.tasks.set(task.arn, task);
		this.world.forgetStoppedTasks();
		this.later(task, PROVISION_MS, () => this.pull(task, start.loadBalanced));
		return task;
	}

	/** Ends a task from outside: drains, stops, and says why. */
	stop(task: Task, stop: TaskStop): void {
		if (task.desiredStatus === 'STOPPED') return;
		const wasRunning = task.status === 'RUNNING';
		this.beginStop(task, stop);
		if (wasRunning) {
			this.move(task, 'DEACTIVATING');
			this.later(task, DRAIN_MS, () => this.stopContainers(task, stop));
		} else {
			this.stopContainers(task, stop);
		}
	}

	/** The task's container dies, as if its program had. */
	kill(task: Task, exitCode: number, reason: string | undefined): void {
		if (task.desiredStatus === 'STOPPED') return;
		const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';
		this.fail(task, {
			code: 'EssentialContainerExited',
			reason: 'Essential container in task exited',
			exitCode,
			containerReason: reason ?? (exitCode === 137 ? outOfMemory : undefined),
		});
	}

	/** These tasks wait for nothing more. */
	forget(tasks: readonly Task[]): void {
		for (const task of tasks) {
			this.timers.get(task.arn)?.();
			this.timers.delete(task.arn);
		}
	}

	private pull(task: Task, loadBalanced: boolean): void {
		this.move(task, 'PENDING');
		task.pullStartedAtMs = this.world.now();
		this.later(task, PULL_MS, () => {
			const failure = startFailure(this.world, task);
			if (failure !== undefined) {
				this.fail(task, { code: 'TaskFailedToStart', reason: failure });
				return;
			}
			task.pullStoppedAtMs = this.world.now();
			for (const container of task.containers) {
				container.digest = task.images.find(
					({ containerName }) => containerName === container.name,
				)?.digest;
			}
			this.move(task, 'ACTIVATING');
			this.later(task, ACTIVATE_MS, () => this.run(task, loadBalanced));
		});
	}

	private run(task: Task, loadBalanced: boolean): void {
		const behaviour = behaviourOf(this.world, task);
		writeTaskLog(this.world, task, 'starting');
		if (behaviour.kind === 'crash') {
			const isOutOfMemory = behaviour.exitCode === 137;
			writeTaskLog(this.world, task, isOutOfMemory ? 'allocating' : 'Error: cannot start');
			this.fail(task, {
				code: 'EssentialContainerExited',
				reason: 'Essential container in task exited',
				exitCode: behaviour.exitCode,
				...(isOutOfMemory && {
					containerReason: 'OutOfMemoryError: Container killed due to memory usage',
				}),
			});
			return;
		}
		task.startedAtMs = this.world.now();
		for (const container of task.containers) container.status = 'RUNNING';
		if (task.serviceName === undefined) {
			this.move(task, 'RUNNING');
			this.runJob(task, behaviour);
			return;
		}
		const hasHealthCheck = task.taskDefinition.containers.some((container) =>
			isObject(container['healthCheck']),
		);
		const isChecked = hasHealthCheck || loadBalanced || behaviour.kind !== 'healthy';
		task.ready = !isChecked;
		this.move(task, 'RUNNING');
		if (!isChecked || behaviour.kind === 'stuck') return;
		if (behaviour.kind === 'unhealthy') {
			this.later(task, UNHEALTHY_AFTER_MS, () => {
				task.health = 'UNHEALTHY';
				this.fail(task, {
					code: 'ServiceSchedulerInitiated',
					reason: 'Task failed container health checks',
					exitCode: 143,
				});
			});
			return;
		}
		const factor = behaviour.kind === 'slow' ? SLOW_FACTOR : 1;
		const duration = { base: HEALTHY_AFTER_MS.base * factor, jitter: HEALTHY_AFTER_MS.jitter };
		this.later(task, duration, () => {
			writeTaskLog(this.world, task, 'ready');
			task.ready = true;
			if (hasHealthCheck) task.health = 'HEALTHY';
			this.changed(task);
		});
	}

	/** A task of RunTask ends by itself: with 0, or as its image or its command (`exit 3`) says. */
	private runJob(task: Task, behaviour: ImageBehaviour): void {
		if (behaviour.kind === 'stuck') return;
		const commands = [
			...readObjects(task.overrides, 'containerOverrides'),
			...task.taskDefinition.containers,
		].flatMap((container) => readTexts(container, 'command'));
		const exit = commands.map((part) => /\bexit (\d{1,3})\b/.exec(part)?.[1]).find(Boolean);
		const exitCode = Number(exit ?? 0);
		const factor = behaviour.kind === 'slow' ? SLOW_FACTOR * 5 : 1;
		this.later(task, { base: JOB_MS.base * factor, jitter: JOB_MS.jitter }, () => {
			writeTaskLog(this.world, task, exitCode === 0 ? 'done' : `failed with exit code ${exitCode}`);
			this.fail(task, {
				code: 'EssentialContainerExited',
				reason: 'Essential container in task exited',
				exitCode,
			});
		});
	}

	/** The task ends by itself. */
	private fail(task: Task, stop: TaskStop): void {
		this.beginStop(task, stop);
		this.stopContainers(task, stop, true);
	}

	private beginStop(task: Task, stop: TaskStop): void {
		task.desiredStatus = 'STOPPED';
		task.ready = false;
		task.stopCode = stop.code;
		task.stoppedReason = stop.reason;
		task.stoppingAtMs = this.world.now();
	}

	private stopContainers(task: Task, stop: TaskStop, byItself = false): void {
		for (const container of task.containers) {
			const hadStarted = container.status === 'RUNNING' || stop.exitCode !== undefined;
			container.status = 'STOPPED';
			if (hadStarted) container.exitCode = stop.exitCode ?? 0;
			container.reason = stop.containerReason;
		}
		this.move(task, 'STOPPING', byItself ? stop : undefined);
		this.later(task, STOP_MS, () => {
			this.move(task, 'DEPROVISIONING');
			this.later(task, DEPROVISION_MS, () => {
				task.stoppedAtMs = this.world.now();
				this.move(task, 'STOPPED');
			});
		});
	}

	private move(task: Task, status: TaskStatus, stop?: TaskStop): void {
		task.status = status;
		this.changed(task, stop);
	}

	private changed(task: Task, stop?: TaskStop): void {
		task.version += 1;
		for (const listener of this.listeners) listener(task, stop);
	}

	/** Replaces what the task was waiting for. */
	private later(
		task: Task,
		duration: number | { readonly base: number; readonly jitter: number },
		step: () => void,
	): void {
		this.timers.get(task.arn)?.();
		const delayMs =
			typeof duration === 'number' ? duration : duration.base + this.world.jitter(duration.jitter);
		this.timers.set(task.arn, this.world.kernel.clock.after(delayMs, step));
	}
}
