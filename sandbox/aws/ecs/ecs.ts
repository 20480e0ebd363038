import { commitImages } from '../../kernel/builtImage';
import type { SandboxServices } from '../../kernel/platform';
import type { LogStore } from '../logs/world';
import type { SecretStore } from '../secrets/world';
import type { DumpStore } from './lifecycle/backupProgram';
import { DeploymentControl } from './lifecycle/deploymentControl';
import { ImageRegistry } from './world/images';
import { TaskLifecycle } from './lifecycle/taskLifecycle';
import { TemporalWorkers } from './lifecycle/temporalWorkers';
import { TaskSetScheduler } from './lifecycle/taskSetScheduler';
import { EcsWorld } from './world/ecsWorld';

/** ECS with its parts wired together. */
export class Ecs {
	readonly world: EcsWorld;

	readonly lifecycle: TaskLifecycle;

	readonly control: DeploymentControl;

	readonly taskSets: TaskSetScheduler;

	constructor(
		readonly services: SandboxServices,
		secrets: SecretStore,
		logs: LogStore,
		dumps: DumpStore,
	) {
		this.world = new EcsWorld(services, new ImageRegistry(commitImages(services)), secrets, logs, dumps);
		this.lifecycle = new TaskLifecycle(this.world);
		new TemporalWorkers(this.world, this.lifecycle);
		this.control = new DeploymentControl(this.world, this.lifecycle);
		this.taskSets = new TaskSetScheduler(this.world, this.lifecycle);
	}
}
