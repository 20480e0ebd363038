import { ACCOUNT_ID, arnOf, USER_ARN } from '../account';
import { BACKUP_SECRET } from '../secrets/seed';
import { isObject } from '../protocol/jsonInput';
import { monorepo } from '../../kernel/seedRepositories';
import type { Ecs } from './ecs';
import type { Service, Task } from './model/model';
import { registerTaskDefinition } from './routes/taskDefinitionOperations';
import { createService } from './routes/serviceOperations';

export const CLUSTER = 'candlefish';
const REGISTRY = `${ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com`;

/** Brings a service to the end of its first deployment at once: the world starts in a steady state. */
function settle(ecs: Ecs, service: Service): void {
	const { world, lifecycle, control } = ecs;
	for (const task of world.tasksOf(service)) settleTask(ecs, task);
	const [deployment] = service.deployments;
	const [record] = service.serviceDeployments;
	if (!deployment || !record) return;
	deployment.rolloutState = 'COMPLETED';
	deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`;
	service.lastCompleted = { deploymentId: deployment.id, revision: deployment.revision };
	record.status = 'SUCCESSFUL';
	record.finishedAtMs = world.now();
	if (record.breaker.status === 'MONITORING') record.breaker.status = 'MONITORING_COMPLETE';
	lifecycle.forget(world.tasksOf(service));
	control.scheduler.settle(service);
	world.addEvent(service, `(service ${service.name}) has reached a steady state.`);
}

function settleTask({ world }: Ecs, task: Task): void {
	const nowMs = world.now();
	task.status = 'RUNNING';
	task.ready = true;
	task.health = 'HEALTHY';
	task.pullStartedAtMs = nowMs;
	task.pullStoppedAtMs = nowMs;
	task.startedAtMs = nowMs;
	for (const [index, container] of task.containers.entries()) {
		container.status = 'RUNNING';
		if (isObject(task.taskDefinition.containers[index]?.['healthCheck'])) container.health = 'HEALTHY';
		container.digest = task.images.find(({ containerName }) => containerName === container.name)?.digest;
	}
}

interface SeedService {
	readonly name: string;
	readonly revisions: number;
	readonly desiredCount: number;
	readonly port: number;
	readonly secretName: string | undefined;
	readonly isOnInternet: boolean;
}

function seedService(ecs: Ecs, seed: SeedService): void {
	const { world } = ecs;
	// What runs was built from the monorepo's first commit; the revisions before it are older than that.
	const { repositories } = ecs.services;
	const first = repositories.has(monorepo) ? repositories.resolve(monorepo, repositories.defaultBranch) : undefined;
	const secret = seed.secretName === undefined ? undefined : world.secrets.find(seed.secretName);
	for (let revision = 1; revision <= seed.revisions; revision += 1) {
		registerTaskDefinition(world, {
			family: seed.name,
			networkMode: 'awsvpc',
			requiresCompatibilities: ['FARGATE'],
			cpu: '512',
			memory: '1024',
			executionRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/ecsTaskExecutionRole`,
			runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
			containerDefinitions: [
				{
					name: seed.name,
					image: `${REGISTRY}/${seed.name}:${(revision === seed.revisions && first?.sha) || `v${revision}`}`,
					portMappings: [{ containerPort: seed.port, hostPort: seed.port, protocol: 'tcp' }],
					environment: [{ name: 'ENVIRONMENT', value: 'production' }],
					...(secret && {
						secrets: [{ name: 'QUEUE_TOKEN', valueFrom: `${secret.arn}:QUEUE_TOKEN::` }],
					}),
					healthCheck: {
						command: ['CMD-SHELL', 'curl -fsS http://localhost/health || exit 1'],
						interval: 30,
						timeout: 5,
						retries: 3,
						startPeriod: 30,
					},
					logConfiguration: {
						logDriver: 'awslogs',
						options: {
							'awslogs-group': `/ecs/${seed.name}`,
							'awslogs-region': 'us-east-1',
							'awslogs-stream-prefix': 'ecs',
						},
					},
				},
			],
		});
	}
	const service = createService(
		ecs,
		{
			cluster: CLUSTER,
			serviceName: seed.name,
			taskDefinition: seed.name,
			desiredCount: seed.desiredCount,
			networkConfiguration: {
				awsvpcConfiguration: {
					subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'],
					securityGroups: ['sg-0c1d2e3f'],
					assignPublicIp: 'DISABLED',
				},
			},
			deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
			...(seed.isOnInternet && {
				loadBalancers: [
					{
						targetGroupArn: arnOf('elasticloadbalancing', `targetgroup/${seed.name}/73e2d6bc24d8a067`),
						containerName: seed.name,
						containerPort: seed.port,
					},
				],
			}),
		},
		USER_ARN,
	);
	settle(ecs, service);
}

/** The task that dumps and restores copies of Neon's databases: docs/backups.md. */
function seedBackupTask({ world }: Ecs): void {
	const secret = world.secrets.find(BACKUP_SECRET);
	registerTaskDefinition(world, {
		family: 'slipway-backup',
		networkMode: 'awsvpc',
		requiresCompatibilities: ['FARGATE'],
		cpu: '1024',
		memory: '2048',
		executionRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/ecsTaskExecutionRole`,
		taskRoleArn: `arn:aws:iam::${ACCOUNT_ID}:role/slipway-backup`,
		containerDefinitions: [
			{
				name: 'backup',
				image: `${REGISTRY}/slipway-backup:v1`,
				secrets: [{ name: 'NEON_API_KEY', valueFrom: `${secret?.arn ?? ''}:NEON_API_KEY::` }],
				logConfiguration: {
					logDriver: 'awslogs',
					options: {
						'awslogs-group': '/ecs/slipway-backup',
						'awslogs-region': 'us-east-1',
						'awslogs-stream-prefix': 'ecs',
					},
				},
			},
		],
	});
}

/** The cluster `candlefish` with `nanda-workers` and `gateway`, both on the internet and steady. */
export function seedEcs(ecs: Ecs): void {
	ecs.world.clusters.set(CLUSTER, { name: CLUSTER, arn: arnOf('ecs', `cluster/${CLUSTER}`), tags: [] });
	seedService(ecs, {
		name: 'nanda-workers',
		revisions: 3,
		desiredCount: 2,
		port: 8080,
		secretName: 'candlefish/production/nanda-workers',
		isOnInternet: true,
	});
	seedService(ecs, {
		name: 'gateway',
		revisions: 1,
		desiredCount: 2,
		port: 4000,
		secretName: undefined,
		isOnInternet: true,
	});
	seedBackupTask(ecs);
}
