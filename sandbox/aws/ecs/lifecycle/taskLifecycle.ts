import { invalidParameter } from '../../protocol/awsError';
import { isObject, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import type { ImageBehaviour } from '../world/images';
import type { Task, TaskContainer, TaskStatus } from '../model/model';
import { isBackupProgram, runBackupProgram } from './backupProgram';
import { writeTaskLog } from './taskLog';
import { behaviourOf, containerBehaviour, newTask, startFailure, stopExitCodeOf, type TaskStart } from './taskStart';
import type { EcsWorld } from '../world/ecsWorld';

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
	/** The container that ended by itself, with what; all others are stopped by ECS. */
	readonly ended?: { readonly container: string; readonly exitCode: number; readonly reason: string | undefined };
}

const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';

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
		const images = this.world.imagesAtStart(start.taskDefinition, start.images);
		const task = newTask(this.world, { ...start, images });
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

	/** A container dies, as if its program had: the first essential one unless named. Raises InvalidParameterException. */
	kill(task: Task, exitCode: number, reason: string | undefined, name?: string): void {
		if (task.desiredStatus === 'STOPPED') return;
		const container = task.containers.find((each) => (name === undefined ? each.essential : each.name === name));
		if (!container) throw invalidParameter(`The task has no container "${name ?? ''}"`);
		this.end(task, container, exitCode, reason ?? (exitCode === 137 ? outOfMemory : undefined));
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
				container.digest = task.images.find(({ containerName }) => containerName === container.name)?.digest;
			}
			this.move(task, 'ACTIVATING');
			this.later(task, ACTIVATE_MS, () => this.run(task, loadBalanced));
		});
	}

	private run(task: Task, loadBalanced: boolean): void {
		const behaviour = behaviourOf(this.world, task);
		writeTaskLog(this.world, task, 'starting');
		for (const container of task.containers) container.status = 'RUNNING';
		if (this.crash(task)) return;
		task.startedAtMs = this.world.now();
		if (task.serviceName === undefined) {
			this.move(task, 'RUNNING');
			this.runJob(task, behaviour);
			return;
		}
		const hasHealthCheck = checkedContainers(task).length > 0;
		const isChecked = hasHealthCheck || loadBalanced || behaviour.kind !== 'healthy';
		task.ready = !isChecked;
		this.move(task, 'RUNNING');
		if (!isChecked || behaviour.kind === 'stuck') return;
		if (behaviour.kind === 'unhealthy') {
			this.later(task, UNHEALTHY_AFTER_MS, () => {
				this.tellHealth(task);
				task.health = 'UNHEALTHY';
				this.fail(task, { code: 'ServiceSchedulerInitiated', reason: 'Task failed container health checks' });
			});
			return;
		}
		const factor = behaviour.kind === 'slow' ? SLOW_FACTOR : 1;
		const duration = { base: HEALTHY_AFTER_MS.base * factor, jitter: HEALTHY_AFTER_MS.jitter };
		this.later(task, duration, () => {
			writeTaskLog(this.world, task, 'ready');
			task.ready = true;
			this.tellHealth(task);
			this.changed(task);
		});
	}

	/** Containers whose image crashes at once end; whether the task does with them. */
	private crash(task: Task): boolean {
		for (const container of task.containers) {
			const behaviour = containerBehaviour(this.world, task, container.name);
			if (behaviour.kind !== 'crash') continue;
			const isOutOfMemory = behaviour.exitCode === 137;
			writeTaskLog(this.world, task, isOutOfMemory ? 'allocating' : 'Error: cannot start');
			this.end(task, container, behaviour.exitCode, isOutOfMemory ? outOfMemory : undefined);
			if (container.essential) return true;
		}
		return false;
	}

	/** What the containers' own health checks say; the task is as its essential ones are. */
	private tellHealth(task: Task): void {
		const checked = checkedContainers(task);
		for (const container of checked) {
			const isSick = containerBehaviour(this.world, task, container.name).kind === 'unhealthy';
			if (container.status === 'RUNNING') container.health = isSick ? 'UNHEALTHY' : 'HEALTHY';
		}
		const essential = checked.filter((container) => container.essential).map(({ health }) => health);
		if (essential.includes('UNHEALTHY')) task.health = 'UNHEALTHY';
		else if (essential.length > 0) task.health = 'HEALTHY';
	}

	/** A container of RunTask ends by itself, with 0 or as its command (`exit 3`) says; those beside it run on until then. */
	private runJob(task: Task, behaviour: ImageBehaviour): void {
		if (behaviour.kind === 'stuck') return;
		const [job] = task.containers
			.map((container) => ({ container, exitCode: commandExitCode(task, container.name) }))
			.sort((left, right) => Number(right.exitCode !== undefined) - Number(left.exitCode !== undefined))
			.filter(({ container, exitCode }) => exitCode !== undefined || isWorker(task, container));
		if (!job) return;
		if (isBackupProgram(task, job.container.name)) {
			if (this.world.dumpBehaviour !== 'stuck') this.later(task, JOB_MS, () => void this.backUp(task, job.container));
			return;
		}
		const exitCode = job.exitCode ?? 0;
		const factor = behaviour.kind === 'slow' ? SLOW_FACTOR * 5 : 1;
		this.later(task, { base: JOB_MS.base * factor, jitter: JOB_MS.jitter }, () => {
			writeTaskLog(this.world, task, exitCode === 0 ? 'done' : `failed with exit code ${exitCode}`);
			this.end(task, job.container, exitCode, undefined);
		});
	}

	/** Takes as long as it takes; one that was stopped meanwhile ends nothing. */
	private async backUp(task: Task, container: TaskContainer): Promise<void> {
		const { exitCode, line } = await runBackupProgram(this.world, task, container.name);
		writeTaskLog(this.world, task, line);
		if (task.desiredStatus !== 'STOPPED') this.end(task, container, exitCode, undefined);
	}

	/** A container's program ends. An essential one takes the task with it. */
	private end(task: Task, container: TaskContainer, exitCode: number, reason: string | undefined): void {
		if (container.essential) {
			const ended = { container: container.name, exitCode, reason };
			this.fail(task, { code: 'EssentialContainerExited', reason: 'Essential container in task exited', ended });
			return;
		}
		container.status = 'STOPPED';
		container.exitCode = exitCode;
		container.reason = reason;
		this.changed(task);
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
			if (container.status === 'STOPPED') continue;
			const isEnded = stop.ended?.container === container.name;
			if (isEnded) container.exitCode = stop.ended?.exitCode;
			else if (container.status === 'RUNNING') container.exitCode = stopExitCodeOf(this.world, task, container.name);
			if (isEnded) container.reason = stop.ended?.reason;
			container.status = 'STOPPED';
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
		const delayMs = typeof duration === 'number' ? duration : duration.base + this.world.jitter(duration.jitter);
		this.timers.set(task.arn, this.world.kernel.clock.after(delayMs, step));
	}
}

function checkedContainers(task: Task): TaskContainer[] {
	return task.containers.filter((_container, index) =>
		isObject(task.taskDefinition.containers[index]?.['healthCheck']),
	);
}

/** A log router, or what others only wait for to be up, is there for the others. */
function isWorker(task: Task, { name, essential }: TaskContainer): boolean {
	const definitions = task.taskDefinition.containers;
	const isRouter = definitions.some(
		(each) => readText(each, 'name') === name && isObject(each['firelensConfiguration']),
	);
	const isWaitedFor = definitions
		.flatMap((each) => readObjects(each, 'dependsOn'))
		.some(
			(each) => readText(each, 'containerName') === name && /^(START|HEALTHY)$/.test(readText(each, 'condition') ?? ''),
		);
	return essential && !isRouter && !isWaitedFor;
}

/** The `3` of `exit 3` in a container's command or its override. */
function commandExitCode(task: Task, name: string): number | undefined {
	const words = [...readObjects(task.overrides, 'containerOverrides'), ...task.taskDefinition.containers]
		.filter((each) => readText(each, 'name') === name)
		.flatMap((each) => readTexts(each, 'command'));
	const exit = words.map((word) => /\bexit (\d{1,3})\b/.exec(word)?.[1]).find(Boolean);
	return exit === undefined ? undefined : Number(exit);
}
