import { readObject, readObjects, readText } from '../../protocol/jsonInput';
import { boundsOf } from '../model/deploymentConfiguration';
import { LaunchRetries } from './launchRetries';
import type { Deployment, Service, Task } from '../model/model';
import { Steadiness } from './steadiness';
import type { TaskLifecycle, TaskStop } from './taskLifecycle';
import type { EcsWorld } from '../world/ecsWorld';

/** Keeps an image that always crashes from occupying an instant sandbox for ever. */
const MAXIMUM_LAUNCH_FAILURES = 100;

/** What the scheduler tells the side that decides about deployments. */
export interface SchedulerEvents {
	/** Old and new run side by side, traffic decides: no task is replaced by the scheduler. */
	isShifting(service: Service): boolean;
	taskFailed(service: Service, deployment: Deployment, task: Task): void;
	taskReady(service: Service, deployment: Deployment): void;
	/** The primary deployment has all its tasks, and has had them for a while. */
	steady(service: Service): void;
	/** After every look at the service. */
	looked(service: Service): void;
}

/** Starts and stops a service's tasks until they are what its deployments ask for. */
export class ServiceScheduler {
	private readonly looking = new Set<Service>();

	private readonly lookAgain = new Set<Service>();

	private readonly retries: LaunchRetries;

	private readonly steadiness: Steadiness;

	constructor(
		private readonly world: EcsWorld,
		private readonly lifecycle: TaskLifecycle,
		private readonly events: SchedulerEvents,
	) {
		this.retries = new LaunchRetries(world, (service) => this.reconcile(service));
		this.steadiness = new Steadiness(world, (service) => events.steady(service));
		lifecycle.onChange((task, stop) => this.taskChanged(task, stop));
	}

	/** Looks at a service and does what is due. Safe to call at any time, also from its own callbacks. */
	reconcile(service: Service): void {
		if (this.looking.has(service)) {
			this.lookAgain.add(service);
			return;
		}
		this.looking.add(service);
		do {
			this.lookAgain.delete(service);
			this.look(service);
			this.events.looked(service);
		} while (this.lookAgain.has(service));
		this.looking.delete(service);
	}

	/** Forgets what went wrong before: a new deployment starts its tasks at once. */
	restart(service: Service): void {
		this.retries.forget(service);
		this.steadiness.lose(service);
		this.reconcile(service);
	}

	/** Starts a task in another Availability Zone; the one that it replaces is stopped once it is up. */
	rebalance(service: Service): void {
		const [primary] = service.deployments;
		if (!primary) return;
		this.world.addEvent(service, `(service ${service.name}) is not Availability Zone balanced and is rebalancing.`);
		const before = new Set(this.world.tasksOf(service));
		this.launch(service, primary, 1);
		service.rebalancingTask = this.world.tasksOf(service).find((task) => !before.has(task))?.arn;
		this.reconcile(service);
	}

	/** Marks a service as having been in its steady state already. */
	settle(service: Service): void {
		this.steadiness.settle(service);
	}

	private taskChanged(task: Task, stop: TaskStop | undefined): void {
		if (task.serviceName === undefined) return;
		const service = this.world.services.find(
			({ name, clusterName, status }) =>
				name === task.serviceName && clusterName === task.clusterName && status !== 'INACTIVE',
		);
		if (!service) return;
		const deployment = service.deployments.find(({ revision }) => revision.arn === task.revisionArn);
		if (stop && deployment) this.noteFailure(service, deployment, task, stop);
		if (task.ready && deployment) {
			deployment.launchFailures = 0;
			this.events.taskReady(service, deployment);
		}
		this.reconcile(service);
	}

	private noteFailure(service: Service, deployment: Deployment, task: Task, stop: TaskStop): void {
		if (stop.reason.startsWith('Task failed container health checks')) {
			this.world.addEvent(service, `(service ${service.name}) (task ${task.id}) failed container health checks.`);
		}
		if (stop.code === 'TaskFailedToStart') {
			this.world.addEvent(service, `(service ${service.name}) was unable to place a task. Reason: ${stop.reason}.`);
		}
		deployment.failedTasks += 1;
		deployment.launchFailures += 1;
		deployment.updatedAtMs = this.world.now();
		if (deployment.launchFailures === 5) {
			this.world.addEvent(
				service,
				`(service ${service.name}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.`,
			);
		}
		this.retries.postpone(service, deployment.launchFailures);
		this.events.taskFailed(service, deployment, task);
	}

	private look(service: Service): void {
		const tasks = this.world.tasksOf(service).filter(({ status }) => status !== 'STOPPED');
		if (service.status !== 'ACTIVE') {
			this.stopTasks(service, tasks, 'Service deleted');
			if (tasks.length === 0) {
				service.status = 'INACTIVE';
				service.deployments = [];
			}
			return;
		}
		const alive = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
		if (this.events.isShifting(service)) {
			for (const deployment of service.deployments) this.keepCount(service, deployment, alive);
			const known = new Set(service.deployments.map(({ revision }) => revision.arn));
			this.stopTasks(
				service,
				alive.filter(({ revisionArn }) => !known.has(revisionArn ?? '')),
			);
		} else {
			this.roll(service, alive);
		}
		if (this.isSteady(service)) this.steadiness.hold(service);
		else this.steadiness.lose(service);
	}

	/** Old tasks go as new ones get healthy, within the minimum and the maximum. */
	private roll(service: Service, alive: readonly Task[]): void {
		const [primary, ...older] = service.deployments;
		if (!primary) return;
		const { desiredCount, configuration } = service;
		const { minimumHealthyPercent, maximumPercent } = boundsOf(configuration);
		const mostTasks = Math.floor((desiredCount * maximumPercent) / 100);
		const leastReady = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
		const ownTasks = alive.filter(({ revisionArn }) => revisionArn === primary.revision.arn);
		const oldTasks = alive.filter(({ revisionArn }) => revisionArn !== primary.revision.arn);
		if (primary.rolloutState === 'FAILED') {
			// What the failed deployment left stays: neither more new tasks nor fewer old ones.
			for (const deployment of older) {
				deployment.desiredCount = this.countOf(oldTasks, deployment);
			}
			return;
		}
		primary.desiredCount = desiredCount;
		let surplus = alive.filter(({ ready }) => ready).length - leastReady;
		const going = oldTasks.filter((task) => {
			if (!task.ready) return true;
			surplus -= 1;
			return surplus >= 0;
		});
		this.stopTasks(service, going);
		const staying = oldTasks.length - going.length;
		for (const deployment of older) {
			deployment.desiredCount = this.countOf(
				oldTasks.filter((task) => !going.includes(task)),
				deployment,
			);
		}
		// While a task starts in another zone, ECS keeps the one that it replaces.
		const isMoving = ownTasks.some(({ arn, ready }) => arn === service.rebalancingTask && !ready);
		if (!isMoving) service.rebalancingTask = undefined;
		const excess = ownTasks.length - desiredCount - (isMoving ? 1 : 0);
		if (excess > 0) {
			const order = [...ownTasks].sort((left, right) => Number(left.ready) - Number(right.ready));
			this.stopTasks(service, order.slice(0, excess));
		}
		const room = mostTasks - ownTasks.length - staying;
		this.launch(service, primary, Math.min(-excess, room));
	}

	private countOf(tasks: readonly Task[], deployment: Deployment): number {
		return tasks.filter(({ revisionArn }) => revisionArn === deployment.revision.arn).length;
	}

	private keepCount(service: Service, deployment: Deployment, alive: readonly Task[]): void {
		const own = alive.filter(({ revisionArn }) => revisionArn === deployment.revision.arn);
		if (own.length > deployment.desiredCount) {
			this.stopTasks(service, own.slice(deployment.desiredCount));
		} else {
			this.launch(service, deployment, deployment.desiredCount - own.length);
		}
	}

	private launch(service: Service, deployment: Deployment, count: number): void {
		const isWaiting = this.retries.isWaiting(service);
		if (count <= 0 || isWaiting || deployment.launchFailures >= MAXIMUM_LAUNCH_FAILURES) return;
		const cluster = this.world.clusters.get(service.clusterName);
		if (!cluster) return;
		const { revision } = deployment;
		const started = Array.from({ length: count }, () =>
			this.lifecycle.start({
				cluster,
				taskDefinition: revision.taskDefinition,
				images: revision.images,
				serviceName: service.name,
				revisionArn: revision.arn,
				launchType: readText(revision.settings, 'launchType') ?? 'FARGATE',
				group: `service:${service.name}`,
				startedBy: deployment.id,
				overrides: {},
				tags: [],
				loadBalanced: readObjects(revision.settings, 'loadBalancers').length > 0,
				network: readObject(revision.settings, 'networkConfiguration'),
			}),
		);
		deployment.updatedAtMs = this.world.now();
		const names = started.map(({ id }) => `(task ${id})`).join(' ');
		this.world.addEvent(service, `(service ${service.name}) has started ${count} tasks: ${names}.`);
	}

	private stopTasks(service: Service, tasks: readonly Task[], reason?: string): void {
		const stopping = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
		if (stopping.length === 0) return;
		const names = stopping.map(({ id }) => `(task ${id})`).join(' ');
		this.world.addEvent(service, `(service ${service.name}) has stopped ${stopping.length} running tasks: ${names}.`);
		for (const task of stopping) {
			const owner = service.serviceDeployments.find(({ target }) => target.arn === task.revisionArn);
			this.lifecycle.stop(task, {
				code: 'ServiceSchedulerInitiated',
				reason: reason ?? `Scaling activity initiated by (deployment ${owner?.deploymentId ?? ''})`,
			});
		}
	}

	private isSteady(service: Service): boolean {
		const [primary] = service.deployments;
		const tasks = this.world.tasksOf(service).filter(({ status }) => status !== 'STOPPED');
		return (
			primary !== undefined &&
			primary.rolloutState !== 'FAILED' &&
			!this.events.isShifting(service) &&
			tasks.length === service.desiredCount &&
			tasks.every((task) => task.ready && task.revisionArn === primary.revision.arn)
		);
	}
}
