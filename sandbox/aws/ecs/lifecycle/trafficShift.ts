import { readInteger } from '../../protocol/jsonInput';
import { trafficStepsOf } from '../model/deploymentConfiguration';
import type { LifecycleHooks } from './lifecycleHooks';
import type { Deployment, Service, ServiceDeployment } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

interface Stage {
	readonly stage: string;
	/** Stages whose hooks run before the work does. */
	readonly hookStages: readonly string[];
	readonly work: 'wait' | 'scaleUp' | 'cleanUp';
	readonly waitMs?: number;
	readonly productionWeight?: number;
	readonly testWeight?: number;
}

function stagesOf(deployment: ServiceDeployment): Stage[] {
	const { configuration } = deployment;
	const wait = (
		stage: string,
		waitMs: number,
		extra: Partial<Pick<Stage, 'hookStages' | 'productionWeight' | 'testWeight'>> = {},
	): Stage => ({ stage, hookStages: [stage], work: 'wait', waitMs, ...extra });
	const shifts = trafficStepsOf(configuration).map(({ percent, bakeMinutes }, index) =>
		wait('PRODUCTION_TRAFFIC_SHIFT', 10 * SECOND_MS + bakeMinutes * MINUTE_MS, {
			productionWeight: percent,
			hookStages: [...(index === 0 ? ['PRE_PRODUCTION_TRAFFIC_SHIFT'] : []), 'PRODUCTION_TRAFFIC_SHIFT'],
		}),
	);
	return [
		wait('RECONCILE_SERVICE', 5 * SECOND_MS),
		wait('PRE_SCALE_UP', 5 * SECOND_MS),
		{ stage: 'SCALE_UP', hookStages: [], work: 'scaleUp' },
		wait('POST_SCALE_UP', 5 * SECOND_MS),
		wait('TEST_TRAFFIC_SHIFT', 10 * SECOND_MS, { testWeight: 100 }),
		wait('POST_TEST_TRAFFIC_SHIFT', 5 * SECOND_MS),
		...shifts,
		wait('POST_PRODUCTION_TRAFFIC_SHIFT', 5 * SECOND_MS),
		wait('BAKE_TIME', (readInteger(configuration, 'bakeTimeInMinutes') ?? 0) * MINUTE_MS),
		{ stage: 'CLEAN_UP', hookStages: [], work: 'cleanUp' },
	];
}

export interface ShiftEvents {
	reconcile(service: Service): void;
	finished(service: Service): void;
	refused(service: Service, reason: string): void;
}

/**
 * Blue/green, linear and canary: the new tasks come up beside the old ones, then the traffic goes over in steps.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export class TrafficShift {
	private index = -1;

	private isOver = false;

	private readonly stages: readonly Stage[];

	constructor(
		private readonly world: EcsWorld,
		private readonly hooks: LifecycleHooks,
		private readonly service: Service,
		private readonly deployment: ServiceDeployment,
		private readonly green: Deployment,
		private readonly events: ShiftEvents,
	) {
		this.stages = stagesOf(deployment);
		green.desiredCount = 0;
	}

	start(): void {
		this.next();
	}

	/** Nothing more happens: the deployment was stopped, rolled back or superseded. */
	end(): void {
		this.isOver = true;
		this.hooks.abandon(this.deployment);
	}

	/** The tasks have changed: perhaps the stage is done. */
	look(): void {
		const stage = this.stages[this.index];
		if (this.isOver || !stage || stage.work === 'wait') return;
		const tasks = this.world.tasksOf(this.service).filter(({ status }) => status !== 'STOPPED');
		const greenTasks = tasks.filter(({ revisionArn }) => revisionArn === this.green.revision.arn);
		const areGreenReady = greenTasks.length === this.green.desiredCount && greenTasks.every(({ ready }) => ready);
		if (stage.work === 'scaleUp' && this.green.desiredCount === this.service.desiredCount) {
			if (areGreenReady) this.next();
		} else if (stage.work === 'cleanUp' && tasks.length === greenTasks.length && areGreenReady) {
			this.end();
			this.events.finished(this.service);
		}
	}

	private next(): void {
		this.index += 1;
		const stage = this.stages[this.index];
		if (!stage) return;
		this.deployment.lifecycleStage = stage.stage;
		this.deployment.updatedAtMs = this.world.now();
		this.runHooks(stage, 0);
	}

	private runHooks(stage: Stage, at: number): void {
		const hookStage = stage.hookStages[at];
		if (hookStage === undefined) {
			this.work(stage);
			return;
		}
		this.hooks.run(this.deployment, hookStage, (outcome) => {
			if (this.isOver) return;
			if (outcome === 'continue') this.runHooks(stage, at + 1);
			else this.events.refused(this.service, `Lifecycle hook failed at ${hookStage}.`);
		});
	}

	private work(stage: Stage): void {
		const { deployment, service, green } = this;
		deployment.productionWeight = stage.productionWeight ?? deployment.productionWeight;
		deployment.testWeight = stage.testWeight ?? deployment.testWeight;
		if (stage.work === 'scaleUp') green.desiredCount = service.desiredCount;
		if (stage.work === 'cleanUp') {
			for (const other of service.deployments) if (other !== green) other.desiredCount = 0;
		}
		if (stage.work === 'wait') {
			this.world.kernel.clock.after(stage.waitMs ?? 0, () => {
				if (!this.isOver) this.next();
			});
			return;
		}
		this.events.reconcile(service);
	}
}
