import type { SandboxServices } from '../../../kernel/platform';
import { arnOf } from '../../account';
import { AwsError } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { readText } from '../../protocol/jsonInput';
import type { LogStore } from '../../logs/world';
import type { SecretStore } from '../../secrets/world';
import type { DumpBehaviour, DumpStore } from '../lifecycle/backupProgram';
import type { ImageRegistry } from './images';
import { parseImageReference } from './images';
import type {
	Cluster,
	EarlierRun,
	ResolvedImage,
	Service,
	ServiceDeployment,
	Task,
	TaskDefinition,
} from '../model/model';

/** Whether ECS resolves a container's tag to a digest once for all tasks of a revision, as it does unless told otherwise. */
export function isConsistent({ containers }: TaskDefinition, name: string): boolean {
	const container = containers.find((each) => readText(each, 'name') === name);
	return container?.['versionConsistency'] !== 'disabled';
}

const KEPT_STOPPED_TASKS = 500;
const STOPPED_TASK_LIFE_MS = 60 * 60_000;

/** Everything ECS holds, and how its operations find it. */
export class EcsWorld {
	readonly clusters = new Map<string, Cluster>();

	readonly services: Service[] = [];

	readonly tasks = new Map<string, Task>();

	readonly taskDefinitions: TaskDefinition[] = [];

	/** Alarms that are in the state ALARM. */
	readonly alarmsRinging = new Set<string>();

	/** Reasons that the next placements of RunTask fail for. */
	readonly placementFailures: string[] = [];

	/** Runs by client token. */
	readonly earlierRuns = new Map<string, EarlierRun>();

	/** Members of a task definition that are newer than every client, which ECS knows all the same. */
	readonly newerMembers = new Set<string>();

	/** What becomes of the next dumps of backup tasks. */
	dumpBehaviour: DumpBehaviour = 'whole';

	constructor(
		readonly kernel: SandboxServices,
		readonly images: ImageRegistry,
		readonly secrets: SecretStore,
		readonly logs: LogStore,
		readonly dumps: DumpStore,
	) {}

	now(): number {
		return this.kernel.clock.now();
	}

	/** From 0 up to `maximum`, from the sandbox's seed. */
	jitter(maximum: number): number {
		return (Number.parseInt(this.kernel.ids.hex(4), 16) / 0xffff) * maximum;
	}

	/** Digits as in `ecs-svc/1234567890123456789`. */
	deploymentNumber(): string {
		const digits = BigInt(`0x${this.kernel.ids.hex(15)}`).toString();
		return digits.padStart(19, '1').slice(0, 19);
	}

	/** By name or ARN; `default` when absent. Raises ClusterNotFoundException. */
	cluster(input: JsonObject): Cluster {
		const id = readText(input, 'cluster') ?? 'default';
		const cluster = this.clusters.get(id.replace(/^arn:.*:cluster\//, ''));
		if (!cluster) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
		return cluster;
	}

	/** By name or ARN (long or old form); one that is INACTIVE only when there is no newer one. */
	findService(cluster: Cluster, id: string): Service | undefined {
		const name = id.replace(/^arn:.*:service\//, '').replace(/^.*\//, '');
		const named = this.services.filter((service) => service.clusterName === cluster.name && service.name === name);
		return named.find(({ status }) => status !== 'INACTIVE') ?? named.at(-1);
	}

	/** Raises ServiceNotFoundException. */
	service(cluster: Cluster, id: string): Service {
		const service = this.findService(cluster, id);
		if (!service) throw new AwsError('ServiceNotFoundException', 'Service not found.');
		return service;
	}

	/** By `family`, `family:revision` or ARN. Without a revision the newest ACTIVE one. */
	findTaskDefinition(id: string): TaskDefinition | undefined {
		const name = id.replace(/^arn:.*:task-definition\//, '');
		const [family, revision] = name.split(':');
		return this.taskDefinitions
			.filter((each) => each.family === family)
			.filter((each) => (revision === undefined ? each.status === 'ACTIVE' : String(each.revision) === revision))
			.at(-1);
	}

	/** For running it. Raises ClientException when there is none or it is INACTIVE. */
	runnableTaskDefinition(id: string): TaskDefinition {
		const found = this.findTaskDefinition(id);
		if (!found) throw new AwsError('ClientException', 'TaskDefinition not found.');
		if (found.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
		return found;
	}

	resolveImages(taskDefinition: TaskDefinition): ResolvedImage[] {
		return taskDefinition.containers.map((container) => {
			const image = readText(container, 'image') ?? '';
			const reference = parseImageReference(image);
			return {
				containerName: readText(container, 'name') ?? '',
				image,
				digest: reference && this.images.resolve(reference)?.digest,
			};
		});
	}

	/** The images of a task that starts now: a tag stands for what it stood for when the revision was made, unless told otherwise. */
	imagesAtStart(taskDefinition: TaskDefinition, ofRevision: readonly ResolvedImage[]): ResolvedImage[] {
		const now = this.resolveImages(taskDefinition);
		return ofRevision.map((image) =>
			isConsistent(taskDefinition, image.containerName)
				? image
				: (now.find(({ containerName }) => containerName === image.containerName) ?? image),
		);
	}

	serviceArn(cluster: Cluster, name: string): string {
		return arnOf('ecs', `service/${cluster.name}/${name}`);
	}

	tasksOf(service: Service): Task[] {
		return [...this.tasks.values()].filter(
			(task) => task.serviceName === service.name && task.clusterName === service.clusterName,
		);
	}

	/** With its service; `undefined` when there is none. */
	findServiceDeployment(
		arn: string,
	): { readonly service: Service; readonly deployment: ServiceDeployment } | undefined {
		for (const service of this.services) {
			const deployment = service.serviceDeployments.find((each) => each.arn === arn);
			if (deployment) return { service, deployment };
		}
		return undefined;
	}

	addEvent(service: Service, message: string): void {
		service.events.unshift({ id: this.kernel.ids.uuid(), createdAtMs: this.now(), message });
		service.events.splice(100);
	}

	/** ECS shows a stopped task for an hour. */
	forgetStoppedTasks(): void {
		const stopped = [...this.tasks.values()].filter(({ status }) => status === 'STOPPED');
		const oldest = this.now() - STOPPED_TASK_LIFE_MS;
		for (const [index, task] of stopped.entries()) {
			const isSurplus = index < stopped.length - KEPT_STOPPED_TASKS;
			if (isSurplus || (task.stoppedAtMs ?? oldest) < oldest) this.tasks.delete(task.arn);
		}
	}
}
