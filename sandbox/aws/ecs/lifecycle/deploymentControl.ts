import { arnOf } from '../../account';
import { CircuitBreaker } from './circuitBreaker';
import { alarmsOf, strategyOf } from '../model/deploymentConfiguration';
import { alarmWords, breakerWords, type FailureWords, hookWords, stopWords } from './failureWords';
import { LifecycleHooks } from './lifecycleHooks';
import type { HookOutcome } from './lifecycleHooks';
import type { Deployment, Service, ServiceDeployment, ServiceRevision, TaskDefinition } from '../model/model';
import { isInFlight } from '../model/model';
import { newServiceDeployment } from './newServiceDeployment';
import { ServiceScheduler } from './serviceScheduler';
import type { TaskLifecycle } from './taskLifecycle';
import { TrafficShift } from './trafficShift';
import type { EcsWorld } from '../world/ecsWorld';

const ROLLBACK_REQUEST_MS = 3000;

/** Starts deployments, decides when one has succeeded or failed, and rolls back. */
export class DeploymentControl {
	readonly scheduler: ServiceScheduler;

	private readonly hooks: LifecycleHooks;

	private readonly breaker = new CircuitBreaker({
		tripped: (service, record, rollback) => this.fail(service, record, rollback, breakerWords),
		rollbackFailed: (record) =>
			this.finish(record, 'ROLLBACK_FAILED', 'Roll back failed because tasks failed to start.'),
	});

	private readonly shifts = new Map<Service, TrafficShift>();

	constructor(
		private readonly world: EcsWorld,
		lifecycle: TaskLifecycle,
	) {
		this.hooks = new LifecycleHooks(world);
		this.scheduler = new ServiceScheduler(world, lifecycle, {
			isShifting: (service) => this.shifts.has(service),
			taskFailed: (service, deployment) =>
				this.breaker.taskFailed(service, deployment, this.recordOf(service, deployment)),
			taskReady: (service, deployment) =>
				this.breaker.taskReady(service, deployment, this.recordOf(service, deployment)),
			steady: (service) => this.steady(service),
			looked: (service) => this.shifts.get(service)?.look(),
		});
	}

	current(service: Service): ServiceDeployment | undefined {
		return service.serviceDeployments.find(isInFlight);
	}

	createRevision(service: Service, taskDefinition: TaskDefinition): ServiceRevision {
		const number = this.world.deploymentNumber();
		const revision: ServiceRevision = {
			arn: arnOf('ecs', `service-revision/${service.clusterName}/${service.name}/${number}`),
			taskDefinition,
			images: this.world.resolveImages(taskDefinition),
			settings: service.settings,
			createdAtMs: this.world.now(),
		};
		service.revisions.push(revision);
		return revision;
	}

	/** A new deployment of the service; one that was under way is superseded. */
	begin(service: Service, taskDefinition: TaskDefinition): ServiceDeployment {
		this.supersede(service);
		const revision = this.createRevision(service, taskDefinition);
		const source = service.deployments.map((each) => each.revision);
		const deployment = this.promote(service, revision, (id) => `ECS deployment ${id} in progress.`);
		const record = newServiceDeployment(this.world, service, deployment.id, revision, source);
		service.serviceDeployments.unshift(record);
		if (strategyOf(service.configuration) !== 'ROLLING' && source.length > 0) {
			this.startShift(service, record, deployment);
		} else {
			record.productionWeight = 100;
		}
		this.scheduler.restart(service);
		this.checkAlarms(service);
		return record;
	}

	/** Rolls back a deployment in flight. `false` when there is no earlier completed one to go back to. */
	requestRollback(service: Service, record: ServiceDeployment): boolean {
		if (!service.lastCompleted) return false;
		record.status = 'ROLLBACK_REQUESTED';
		record.updatedAtMs = this.world.now();
		this.world.kernel.clock.after(ROLLBACK_REQUEST_MS, () => {
			if (record.status !== 'ROLLBACK_REQUESTED') return;
			this.fail(service, record, true, stopWords);
		});
		return true;
	}

	/** CONTINUE or ROLLBACK for a paused hook. `false` when that hook is not waiting. */
	decideHook(hookId: string, outcome: HookOutcome): boolean {
		return this.hooks.decide(hookId, outcome);
	}

	/** Alarms that ring fail the deployments that watch them. */
	checkAlarms(only?: Service): void {
		for (const service of only ? [only] : this.world.services) {
			const record = this.current(service);
			if (record?.status !== 'IN_PROGRESS' || record.alarms.status !== 'MONITORING') continue;
			const ringing = record.alarms.names.filter((name) => this.world.alarmsRinging.has(name));
			if (ringing.length === 0) continue;
			record.alarms.status = 'TRIGGERED';
			record.alarms.triggered = ringing;
			this.fail(service, record, alarmsOf(record.configuration).rollback, alarmWords);
		}
	}

	/** The service goes: what was under way stops. */
	abandon(service: Service): void {
		const record = this.current(service);
		this.endShift(service);
		if (record) this.finish(record, 'STOPPED', 'The service was deleted.');
	}

	private supersede(service: Service): void {
		const record = this.current(service);
		this.endShift(service);
		if (!record) return;
		record.stoppedAtMs = this.world.now();
		record.productionWeight = 0;
		this.finish(record, 'STOPPED', 'Service deployment was stopped because a newer deployment was started.');
	}

	private promote(service: Service, revision: ServiceRevision, reasonOf: (id: string) => string): Deployment {
		const id = `ecs-svc/${this.world.deploymentNumber()}`;
		const nowMs = this.world.now();
		for (const older of service.deployments) older.status = 'ACTIVE';
		const deployment: Deployment = {
			id,
			revision,
			status: 'PRIMARY',
			desiredCount: service.desiredCount,
			failedTasks: 0,
			rolloutState: 'IN_PROGRESS',
			rolloutStateReason: reasonOf(id),
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			launchFailures: 0,
		};
		// The tasks of a revision that is deployed again are taken over as they are.
		service.deployments = [deployment, ...service.deployments.filter((older) => older.revision !== revision)];
		return deployment;
	}

	private startShift(service: Service, record: ServiceDeployment, green: Deployment): void {
		const shift = new TrafficShift(this.world, this.hooks, service, record, green, {
			reconcile: (each) => this.scheduler.reconcile(each),
			finished: (each) => {
				this.shifts.delete(each);
				this.complete(each);
			},
			refused: (each, reason) => this.fail(each, record, true, hookWords(reason)),
		});
		this.shifts.set(service, shift);
		shift.start();
	}

	private endShift(service: Service): void {
		this.shifts.get(service)?.end();
		this.shifts.delete(service);
	}

	private recordOf(service: Service, deployment: Deployment): ServiceDeployment | undefined {
		return service.serviceDeployments.find(
			(each) => each.deploymentId === deployment.id || each.rollbackDeploymentId === deployment.id,
		);
	}

	private fail(service: Service, record: ServiceDeployment, rollback: boolean, words: FailureWords): void {
		const failed = service.deployments.find(({ id }) => id === record.deploymentId);
		this.endShift(service);
		const nowMs = this.world.now();
		if (failed) {
			failed.rolloutState = 'FAILED';
			failed.rolloutStateReason = words.failed;
			failed.updatedAtMs = nowMs;
		}
		this.world.addEvent(service, `(service ${service.name}) (deployment ${record.deploymentId}) ${words.event}`);
		const target = service.lastCompleted;
		if (!rollback || !target) {
			record.stoppedAtMs = nowMs;
			this.finish(record, 'STOPPED', words.status);
			this.scheduler.reconcile(service);
			return;
		}
		this.world.addEvent(service, `(service ${service.name}) rolling back to deployment ${target.deploymentId}.`);
		const deployment = this.promote(service, target.revision, () => `${words.rollingBack} ${target.deploymentId}.`);
		record.rollbackDeploymentId = deployment.id;
		record.rollback = { reason: words.status, startedAtMs: nowMs, revision: target.revision };
		record.status = 'ROLLBACK_IN_PROGRESS';
		record.statusReason = words.status;
		record.productionWeight = 0;
		record.testWeight = 0;
		record.updatedAtMs = nowMs;
		service.settings = target.revision.settings;
		this.scheduler.restart(service);
	}

	private steady(service: Service): void {
		const [primary] = service.deployments;
		if (primary?.rolloutState === 'IN_PROGRESS') this.complete(service);
		this.world.addEvent(service, `(service ${service.name}) has reached a steady state.`);
	}

	private complete(service: Service): void {
		const [primary] = service.deployments;
		if (!primary) return;
		primary.rolloutState = 'COMPLETED';
		primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
		primary.updatedAtMs = this.world.now();
		service.deployments = [primary];
		service.lastCompleted = { deploymentId: primary.id, revision: primary.revision };
		this.world.addEvent(service, `(service ${service.name}) (deployment ${primary.id}) deployment completed.`);
		const record = this.recordOf(service, primary);
		if (!record) return;
		if (record.rollbackDeploymentId === primary.id) {
			this.finish(record, 'ROLLBACK_SUCCESSFUL', record.statusReason);
		} else {
			record.productionWeight = 100;
			this.finish(record, 'SUCCESSFUL', undefined);
		}
	}

	private finish(record: ServiceDeployment, status: ServiceDeployment['status'], reason: string | undefined): void {
		const nowMs = this.world.now();
		record.status = status;
		record.statusReason = reason;
		record.finishedAtMs = nowMs;
		record.updatedAtMs = nowMs;
		this.hooks.abandon(record);
		for (const monitor of [record.breaker, record.alarms]) {
			if (monitor.status === 'MONITORING') monitor.status = 'MONITORING_COMPLETE';
		}
	}
}
