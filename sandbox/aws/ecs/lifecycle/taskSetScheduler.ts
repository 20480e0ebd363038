import { readObject, readText } from '../../protocol/jsonInput';
import type { Service, Task, TaskSet } from '../model/model';
import { sizeOf } from '../present/presentTaskSet';
import type { TaskLifecycle } from './taskLifecycle';
import type { EcsWorld } from '../world/ecsWorld';

/** Starts and stops tasks until every task set has as many as it should. ECS decides nothing more about them. */
export class TaskSetScheduler {
	constructor(
		private readonly world: EcsWorld,
		private readonly lifecycle: TaskLifecycle,
	) {
		lifecycle.onChange(({ serviceName, clusterName }) => {
			const service = world.services.find((each) => each.name === serviceName && each.clusterName === clusterName);
			if (service?.controller === 'EXTERNAL') this.reconcile(service);
		});
	}

	reconcile(service: Service): void {
		const { world } = this;
		for (const taskSet of service.taskSets) {
			const tasks = world.tasksOf(service).filter(({ revisionArn }) => revisionArn === taskSet.revision.arn);
			const alive = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
			const wanted = service.status === 'ACTIVE' ? sizeOf(service, taskSet) : 0;
			for (const task of alive.slice(wanted)) {
				this.lifecycle.stop(task, {
					code: 'ServiceSchedulerInitiated',
					reason: `Scaling activity initiated by (task set ${taskSet.id})`,
				});
			}
			for (let count = alive.length; count < wanted; count += 1) this.start(service, taskSet);
			this.tellStability(taskSet, alive, wanted);
		}
		service.taskSets = service.taskSets.filter(
			(taskSet) =>
				taskSet.status !== 'DRAINING' ||
				world.tasksOf(service).some((task) => task.revisionArn === taskSet.revision.arn && task.status !== 'STOPPED'),
		);
	}

	private start(service: Service, { id, revision }: TaskSet): void {
		const cluster = this.world.clusters.get(service.clusterName);
		if (!cluster) return;
		this.lifecycle.start({
			cluster,
			taskDefinition: revision.taskDefinition,
			images: revision.images,
			serviceName: service.name,
			revisionArn: revision.arn,
			launchType: readText(revision.settings, 'launchType') ?? 'FARGATE',
			group: `service:${service.name}`,
			startedBy: id,
			overrides: {},
			tags: [],
			loadBalanced: false,
			network: readObject(revision.settings, 'networkConfiguration'),
		});
	}

	private tellStability(taskSet: TaskSet, alive: readonly Task[], wanted: number): void {
		const isSteady = alive.length === wanted && alive.every(({ ready }) => ready);
		if (isSteady === taskSet.isSteady) return;
		taskSet.isSteady = isSteady;
		taskSet.stabilityStatusAtMs = this.world.now();
	}
}
