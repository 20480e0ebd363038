import type { SandboxServices } from '../../kernel/platform';
import { timeText } from '../present/time';

export type OperationState = 'PENDING' | 'IN_PROGRESS' | 'FULFILLED' | 'FAILED';

export interface StoredOperation {
	readonly id: string;
	readonly type: string;
	readonly namespace: string;
	readonly startedAtMs: number;
	/** What changes when it is done; a reason where it cannot be. */
	readonly apply: () => string;
	end: { readonly atMs: number; readonly failure: string } | null;
}

export interface StoredCloudNamespace {
	readonly namespace: string;
	readonly name: string;
	resourceVersion: number;
	regions: readonly string[];
	activeRegion: string;
	retentionDays: number;
	isDeleteProtected: boolean;
	operationId: string;
	readonly createdAtMs: number;
	modifiedAtMs: number | null;
}

export interface StoredApiKey {
	readonly id: string;
	readonly displayName: string;
	readonly ownerId: string;
	readonly isServiceAccount: boolean;
	readonly expiresAtMs: number;
	readonly isDisabled: boolean;
	readonly createdAtMs: number;
}

const pendingMs = 2_000;
const runningMs = 20_000;
const dayMs = 86_400_000;

/** An account at Temporal Cloud: its namespaces, keys and what is being done to them. */
export class CloudWorld {
	namespaces: StoredCloudNamespace[] = [];

	keys: StoredApiKey[] = [];

	readonly operations = new Map<string, StoredOperation>();

	constructor(private readonly services: SandboxServices) {
		this.reset();
	}

	now(): number {
		return this.services.clock.now();
	}

	/** The same operation again where its id was used before: so a request may be repeated. */
	begin(id: string, type: string, namespace: StoredCloudNamespace, apply: () => string): StoredOperation {
		const known = this.operations.get(id);
		if (known) return known;
		const operation: StoredOperation = {
			id: id || this.services.ids.uuid(),
			type,
			namespace: namespace.namespace,
			startedAtMs: this.now(),
			apply,
			end: null,
		};
		this.operations.set(operation.id, operation);
		namespace.operationId = operation.id;
		return operation;
	}

	stateOf({ startedAtMs, end }: StoredOperation): OperationState {
		if (end !== null) return end.failure === '' ? 'FULFILLED' : 'FAILED';
		return this.now() < startedAtMs + pendingMs ? 'PENDING' : 'IN_PROGRESS';
	}

	/** Ends what has been under way for long enough. */
	settle(): void {
		for (const operation of this.operations.values()) {
			const atMs = operation.startedAtMs + pendingMs + runningMs;
			if (operation.end !== null || this.now() < atMs) continue;
			operation.end = { atMs, failure: operation.apply() };
			const namespace = this.namespaces.find((candidate) => candidate.namespace === operation.namespace);
			if (namespace?.operationId === operation.id) namespace.operationId = '';
		}
	}

	reset(): void {
		const nowMs = this.now();
		this.operations.clear();
		const common = { resourceVersion: 1, operationId: '', createdAtMs: nowMs - 300 * dayMs, modifiedAtMs: null };
		this.namespaces = [
			{
				...common,
				namespace: 'candlefish.a1b2c',
				name: 'candlefish',
				regions: ['aws-us-east-1', 'aws-us-west-2'],
				activeRegion: 'aws-us-east-1',
				retentionDays: 30,
				isDeleteProtected: true,
			},
			{
				...common,
				namespace: 'candlefish-staging.a1b2c',
				name: 'candlefish-staging',
				regions: ['aws-us-east-1'],
				activeRegion: 'aws-us-east-1',
				retentionDays: 7,
				isDeleteProtected: false,
			},
		];
		const key = (number: number, displayName: string, days: number, isDisabled = false): StoredApiKey => ({
			id: `key-${number}`,
			displayName,
			ownerId: `sa-${number}`,
			isServiceAccount: true,
			expiresAtMs: nowMs + days * dayMs,
			isDisabled,
			createdAtMs: nowMs - 60 * dayMs,
		});
		this.keys = [key(1, 'paintbox workers', 5), key(2, 'slipway', 90), key(3, 'old', -3, true)];
	}
}

export function operationBody(world: CloudWorld, operation: StoredOperation) {
	const { id, type, startedAtMs, end } = operation;
	const failure = end?.failure ?? '';
	return {
		id,
		state: `STATE_${world.stateOf(operation)}`,
		checkDuration: '2s',
		operationType: type,
		...(failure !== '' && { failureReason: failure }),
		startedTime: timeText(startedAtMs),
		...(end !== null && { finishedTime: timeText(end.atMs) }),
	};
}

export function namespaceBody(namespace: StoredCloudNamespace) {
	const { operationId, regions, activeRegion, modifiedAtMs, name } = namespace;
	return {
		namespace: namespace.namespace,
		resourceVersion: String(namespace.resourceVersion),
		spec: {
			name,
			regions,
			retentionDays: namespace.retentionDays,
			apiKeyAuth: { enabled: true },
			lifecycle: { enableDeleteProtection: namespace.isDeleteProtected },
		},
		state: operationId === '' ? 'RESOURCE_STATE_ACTIVE' : 'RESOURCE_STATE_UPDATING',
		...(operationId !== '' && { asyncOperationId: operationId }),
		endpoints: {
			webAddress: `https://cloud.temporal.io/namespaces/${namespace.namespace}`,
			grpcAddress: `${namespace.namespace}.tmprl.cloud:7233`,
		},
		activeRegion,
		limits: { actionsPerSecondLimit: 500 },
		createdTime: timeText(namespace.createdAtMs),
		...(modifiedAtMs !== null && { lastModifiedTime: timeText(modifiedAtMs) }),
		regionStatus: Object.fromEntries(
			regions.map((region) => [region, { state: region === activeRegion ? 'STATE_ACTIVE' : 'STATE_PASSIVE' }]),
		),
	};
}

export function apiKeyBody(key: StoredApiKey) {
	return {
		id: key.id,
		resourceVersion: '1',
		spec: {
			ownerId: key.ownerId,
			ownerType: key.isServiceAccount ? 'OWNER_TYPE_SERVICE_ACCOUNT' : 'OWNER_TYPE_USER',
			displayName: key.displayName,
			expiryTime: timeText(key.expiresAtMs),
			...(key.isDisabled && { disabled: true }),
		},
		state: 'RESOURCE_STATE_ACTIVE',
		createdTime: timeText(key.createdAtMs),
	};
}
