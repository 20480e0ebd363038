import type { SandboxRequest, SandboxResponse, SandboxServices } from '../kernel/platform';
import { arnOf } from './account';
import { authenticate } from './protocol/authentication';
import { AWS_JSON, AwsError } from './protocol/awsError';
import { costOperations } from './costs/routes/costOperations';
import { Ecs } from './ecs/ecs';
import { clusterOperations } from './ecs/routes/clusterOperations';
import { serviceDeploymentOperations } from './ecs/routes/serviceDeploymentOperations';
import { serviceOperations } from './ecs/routes/serviceOperations';
import { taskDefinitionOperations } from './ecs/routes/taskDefinitionOperations';
import { taskOperations } from './ecs/routes/taskOperations';
import { taskSetOperations } from './ecs/routes/taskSetOperations';
import { seedEcs } from './ecs/seed';
import type { JsonObject } from './protocol/jsonInput';
import { isObject } from './protocol/jsonInput';
import { scanOperations } from './ecr/routes/scanOperations';
import { ImageScans } from './ecr/world';
import { logOperations } from './logs/routes/logOperations';
import { LogStore } from './logs/world';
import type { AwsOperations, Caller } from './protocol/operation';
import { OperationFaults } from './protocol/operationFaults';
import { RateLimits } from './protocol/rateLimits';
import { secretOperations } from './secrets/routes/secretOperations';
import { seedSecrets } from './secrets/seed';
import { dumpStore } from './s3/dumpStore';
import { S3Service } from './s3/routes/s3Service';
import { seedBuckets } from './s3/seed';
import { BucketStore } from './s3/world';
import { SecretStore } from './secrets/world';
import { valueOperations } from './secrets/routes/valueOperations';
import { SecurityTokenService } from './sts/routes/securityTokenService';
import { Sessions } from './sts/world';

/** The name before the dot in `X-Amz-Target`, and the service's name in a signature's scope. */
const targetServices: Readonly<Record<string, string>> = {
	AmazonEC2ContainerServiceV20141113: 'ecs',
	secretsmanager: 'secretsmanager',
	Logs_20140328: 'logs',
	AmazonEC2ContainerRegistry_V20150921: 'ecr',
	AWSInsightsIndexService: 'ce',
};
const readVerbs = /^(Describe|List|Get|BatchGet|Filter)/;

/** One simulated AWS account with its parts wired together; `reset` replaces them all. */
export class AwsWorld {
	private parts: Parts;

	constructor(private readonly services: SandboxServices) {
		this.parts = createParts(services);
	}

	get ecs(): Ecs {
		return this.parts.ecs;
	}
	get secrets(): SecretStore {
		return this.parts.secrets;
	}
	get buckets(): BucketStore {
		return this.parts.buckets;
	}
	get sessions(): Sessions {
		return this.parts.sessions;
	}
	get scans(): ImageScans {
		return this.parts.scans;
	}
	get limits(): RateLimits {
		return this.parts.limits;
	}
	get faults(): OperationFaults {
		return this.parts.faults;
	}

	reset(): void {
		this.parts = createParts(this.services);
	}

	/** `POST /`: by `X-Amz-Target` to an operation of a JSON service, without it to STS. All else is S3's. */
	handle(request: SandboxRequest): SandboxResponse {
		if (request.method !== 'POST' || request.path !== '/') return this.parts.s3.handle(request);
		const target = request.headers['x-amz-target'];
		if (typeof target !== 'string') return this.parts.sts.handle(request);
		const requestId = this.services.ids.uuid();
		try {
			return {
				status: 200,
				headers: { 'content-type': AWS_JSON, 'x-amzn-requestid': requestId },
				body: this.run(request, target),
			};
		} catch (error) {
			if (!(error instanceof AwsError)) throw error;
			return {
				status: error.status,
				headers: { ...error.headers, 'x-amzn-requestid': requestId },
				body: error.body,
			};
		}
	}

	private run(request: SandboxRequest, target: string): JsonObject {
		const [prefix, name = ''] = target.split('.');
		const service = targetServices[prefix ?? ''];
		const operation = service === undefined ? undefined : this.parts.operations[service]?.[name];
		if (service === undefined || !operation) {
			throw new AwsError('UnknownOperationException', `The sandbox does not know ${target}`);
		}
		const caller = authenticate(request, service, this.sessions);
		allow(caller, service, name);
		this.limits.take(`${service}.${name}`);
		const fault = this.faults.take(`${service}.${name}`, () => readInput(request));
		if (fault && !fault.carriedOut) throw fault.error;
		const answer = operation(readInput(request), caller);
		if (fault) throw fault.error;
		return answer;
	}
}

function readInput(request: SandboxRequest): JsonObject {
	let input: unknown;
	try {
		input = JSON.parse(request.body.toString('utf8'));
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
	}
	if (!isObject(input)) {
		throw new AwsError('SerializationException', 'The request body is not a JSON object');
	}
	return input;
}

/** A session of a read-only role may look, and may not read a secret's value. */
function allow(caller: Caller, service: string, name: string): void {
	const isValue = service === 'secretsmanager' && /GetSecretValue$/.test(name);
	if (!caller.readOnly || (readVerbs.test(name) && !isValue)) return;
	throw new AwsError(
		'AccessDeniedException',
		`User: ${caller.arn} is not authorized to perform: ${service}:${name} on resource: ${arnOf(service, '*')} because no identity-based policy allows the ${service}:${name} action`,
	);
}

interface Parts {
	readonly ecs: Ecs;
	readonly secrets: SecretStore;
	readonly buckets: BucketStore;
	readonly s3: S3Service;
	readonly scans: ImageScans;
	readonly sessions: Sessions;
	readonly sts: SecurityTokenService;
	readonly limits: RateLimits;
	readonly faults: OperationFaults;
	readonly operations: Readonly<Record<string, AwsOperations>>;
}

function createParts(services: SandboxServices): Parts {
	const now = (): number => services.clock.now();
	const secrets = new SecretStore(services);
	const logs = new LogStore(now);
	const scans = new ImageScans(now);
	const buckets = new BucketStore(services.ids, now);
	const ecs = new Ecs(services, secrets, logs, dumpStore(buckets));
	const sessions = new Sessions(services.ids);
	const limits = new RateLimits(now);
	const faults = new OperationFaults();
	const newRequestId = (): string => services.ids.uuid();
	seedSecrets(secrets);
	seedEcs(ecs);
	seedBuckets(buckets);
	return {
		ecs,
		secrets,
		scans,
		sessions,
		sts: new SecurityTokenService(sessions, newRequestId),
		buckets,
		s3: new S3Service(buckets, { sessions, limits, faults, newRequestId }),
		limits,
		faults,
		operations: {
			ecs: {
				...clusterOperations(ecs),
				...serviceOperations(ecs),
				...serviceDeploymentOperations(ecs),
				...taskSetOperations(ecs),
				...taskDefinitionOperations(ecs),
				...taskOperations(ecs),
			},
			secretsmanager: { ...secretOperations(secrets), ...valueOperations(secrets) },
			logs: logOperations(logs),
			ecr: scanOperations(scans, (reference) => ecs.world.images.resolve(reference)),
			ce: costOperations(ecs, secrets, now),
		},
	};
}
