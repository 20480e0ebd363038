import { readObjects, readText } from '../../protocol/jsonInput';
import type { Task } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';
import { parseImageReference } from '../world/images';
import type { TaskLifecycle } from './taskLifecycle';

/** The program tries so long, then ends: before its container's health check can pass. */
const patienceMs = 60_000;
const pauseMs = 5_000;

/** What the program of docs/temporal-cloud.md knows of itself. */
interface WorkerProgram {
	readonly address: string;
	readonly key: string;
	readonly namespace: string;
	readonly deployment: string;
	readonly taskQueue: string;
	/** Baked into the image, which is called after its commit. */
	readonly buildId: string;
}

/**
 * Containers whose program is a worker of Temporal that makes its own version current: one that has
 * `TEMPORAL_DEPLOYMENT` in its environment. It polls, says that its version is the current one, and ends with 1 when
 * the server does not take that.
 */
export class TemporalWorkers {
	private readonly running = new Map<string, WorkerProgram>();

	constructor(
		private readonly world: EcsWorld,
		private readonly lifecycle: TaskLifecycle,
	) {
		lifecycle.onChange((task) => {
			if (task.status === 'RUNNING' && task.desiredStatus === 'RUNNING') this.begin(task);
			if (task.desiredStatus === 'STOPPED') void this.end(task);
		});
	}

	private begin(task: Task): void {
		const program = this.running.has(task.arn) ? undefined : programOf(task);
		if (program === undefined) return;
		this.running.set(task.arn, program);
		void this.start(task, program);
	}

	private async start(task: Task, program: WorkerProgram): Promise<void> {
		const { namespace, deployment, buildId, taskQueue } = program;
		const seen = await this.ask(program, 'GET', `/api/v1/namespaces/${namespace}`);
		if (seen !== 200) return this.fail(task, `Temporal answered ${seen}`);
		await this.control('/workers', { namespace, deployment, buildId, taskQueue });
		this.later(task, program, this.world.now() + patienceMs);
	}

	private later(task: Task, program: WorkerProgram, deadlineMs: number): void {
		this.world.kernel.clock.after(pauseMs, () => void this.makeCurrent(task, program, deadlineMs));
	}

	private async makeCurrent(task: Task, program: WorkerProgram, deadlineMs: number): Promise<void> {
		if (this.running.get(task.arn) !== program) return;
		const path = `/api/v1/namespaces/${program.namespace}/worker-deployments/${program.deployment}/set-current-version`;
		const answer = await this.ask(program, 'POST', path, { buildId: program.buildId, identity: 'temporal-cli' });
		if (answer === 200) return;
		if (this.world.now() >= deadlineMs) this.fail(task, `Temporal answered ${answer} to set-current-version`);
		else this.later(task, program, deadlineMs);
	}

	private fail(task: Task, reason: string): void {
		this.running.delete(task.arn);
		this.lifecycle.kill(task, 1, reason);
	}

	private async end(task: Task): Promise<void> {
		const program = this.running.get(task.arn);
		if (program === undefined) return;
		this.running.delete(task.arn);
		const { namespace, deployment, buildId } = program;
		const isLast = ![...this.running.values()].some(
			(other) => other.deployment === deployment && other.buildId === buildId && other.namespace === namespace,
		);
		if (isLast) await this.control('/workers/stop', { namespace, deployment, buildId });
	}

	private async ask({ address, key }: WorkerProgram, method: string, path: string, body?: object): Promise<number> {
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		return await status(`${address}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
	}

	private async control(path: string, body: object): Promise<void> {
		const headers = { 'content-type': 'application/json' };
		const url = `${this.world.kernel.origin()}/_sandbox/temporal${path}`;
		await status(url, { method: 'POST', headers, body: JSON.stringify(body) });
	}
}

/** 0 where nobody answers. */
async function status(url: string, request: RequestInit): Promise<number> {
	try {
		const answer = await fetch(url, request);
		await answer.text();
		return answer.status;
	} catch {
		return 0;
	}
}

function programOf(task: Task): WorkerProgram | undefined {
	for (const container of task.taskDefinition.containers) {
		const environment = new Map(
			readObjects(container, 'environment').map((each) => [
				readText(each, 'name') ?? '',
				readText(each, 'value') ?? '',
			]),
		);
		const deployment = environment.get('TEMPORAL_DEPLOYMENT') ?? '';
		const image = task.images.find(({ containerName }) => containerName === readText(container, 'name'))?.image ?? '';
		const buildId = parseImageReference(image)?.tag ?? '';
		if (deployment === '' || buildId === '') continue;
		return {
			address: environment.get('TEMPORAL_ADDRESS') ?? '',
			key: environment.get('TEMPORAL_API_KEY') ?? '',
			namespace: environment.get('TEMPORAL_NAMESPACE') ?? '',
			taskQueue: environment.get('TEMPORAL_TASK_QUEUE') ?? deployment,
			deployment,
			buildId,
		};
	}
	return undefined;
}
