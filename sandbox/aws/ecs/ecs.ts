import type { SandboxServices } from '../../kernel/platform';
import type { LogStore } from '../logs/logStore';
import type { SecretStore } from '../secrets/secretStore';
import { DeploymentControl } from './deploymentControl';
import { ImageRegistry } from './images';
import { TaskLifecycle } from './taskLifecycle';
import { TaskSetScheduler } from './taskSetScheduler';
import { EcsWorld } from './world';

/** ECS with its parts wired together. */
export class Ecs {
	readonly world: EcsWorld;

	readonly lifecycle: TaskLifecycle;

	readonly control: DeploymentControl;

	readonly taskSets: TaskSetScheduler;

	constructor(services: SandboxServices, secrets: SecretStore, logs: LogStore) {
		this.world = new EcsWorld(services, new ImageRegistry(), secrets, logs);
		this.lifecycle = new TaskLifecycle(this.world);
		this.control = new DeploymentControl(this.world, this.lifecycle);
		this.taskSets = new TaskSetScheduler(this.world, this.lifecycle);
	}
}
