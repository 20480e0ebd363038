import { AwsError } from './awsError';

interface Bucket {
	readonly burst: number;
	readonly perSecond: number;
	tokens: number;
	filledAtMs: number;
}

/**
 * Bucket sizes and refill rates, by group of operations.
 * ECS: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 * Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 * CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const GROUPS: ReadonlyArray<{
	readonly burst: number;
	readonly perSecond: number;
	readonly operations: readonly string[];
}> = [
	{ burst: 50, perSecond: 20, operations: ['ecs.DescribeClusters', 'ecs.ListClusters'] },
	{
		burst: 100,
		perSecond: 20,
		operations: [
			'DescribeServices',
			'ListServices',
			'ListServicesByNamespace',
			'ListServiceDeployments',
			'DescribeServiceDeployments',
			'DescribeServiceRevisions',
		].map((name) => `ecs.${name}`),
	},
	{
		burst: 50,
		perSecond: 5,
		operations: [
			'CreateService',
			'UpdateService',
			'DeleteService',
			'StopServiceDeployment',
			'ContinueServiceDeployment',
		].map((name) => `ecs.${name}`),
	},
	{ burst: 100, perSecond: 20, operations: ['ecs.DescribeTasks', 'ecs.ListTasks'] },
	{ burst: 100, perSecond: 40, operations: ['ecs.RunTask', 'ecs.StopTask'] },
	{
		burst: 20,
		perSecond: 1,
		operations: ['ecs.RegisterTaskDefinition', 'ecs.DeregisterTaskDefinition', 'ecs.DeleteTaskDefinitions'],
	},
	{
		burst: 50,
		perSecond: 20,
		operations: ['ecs.DescribeTaskDefinition', 'ecs.ListTaskDefinitions', 'ecs.ListTaskDefinitionFamilies'],
	},
	{
		burst: 10_000,
		perSecond: 10_000,
		operations: ['secretsmanager.GetSecretValue', 'secretsmanager.DescribeSecret'],
	},
	{
		burst: 100,
		perSecond: 100,
		operations: ['secretsmanager.ListSecrets', 'secretsmanager.BatchGetSecretValue'],
	},
	{ burst: 25, perSecond: 25, operations: ['logs.GetLogEvents'] },
	{ burst: 25, perSecond: 25, operations: ['logs.DescribeLogStreams'] },
	{ burst: 10, perSecond: 10, operations: ['logs.FilterLogEvents'] },
];
const OTHERS = { burst: 50, perSecond: 50 };

/** Token buckets in sandbox time. Off until switched on: with a sped-up clock a client's second is short. */
export class RateLimits {
	private readonly buckets = new Map<string, Bucket>();

	private isEnabled = false;

	constructor(private readonly now: () => number) {}

	get enabled(): boolean {
		return this.isEnabled;
	}

	/** Switching on starts with full buckets. */
	set enabled(value: boolean) {
		this.isEnabled = value;
		this.buckets.clear();
	}

	/** Takes a token for `ecs.DescribeServices`; raises ThrottlingException when the bucket is empty. */
	take(operation: string): void {
		if (!this.isEnabled) return;
		const bucket = this.bucketOf(operation);
		const nowMs = this.now();
		const gained = ((nowMs - bucket.filledAtMs) / 1000) * bucket.perSecond;
		bucket.tokens = Math.min(bucket.burst, bucket.tokens + gained);
		bucket.filledAtMs = nowMs;
		if (bucket.tokens < 1) throw new AwsError('ThrottlingException', 'Rate exceeded');
		bucket.tokens -= 1;
	}

	private bucketOf(operation: string): Bucket {
		const group = GROUPS.find(({ operations }) => operations.includes(operation));
		const key = group?.operations[0] ?? operation.replace(/\..*/, '');
		const existing = this.buckets.get(key);
		if (existing) return existing;
		const { burst, perSecond } = group ?? OTHERS;
		const bucket: Bucket = { burst, perSecond, tokens: burst, filledAtMs: this.now() };
		this.buckets.set(key, bucket);
		return bucket;
	}
}
