import {
	type ContainerDefinition,
	DescribeTaskDefinitionCommand,
	ListTaskDefinitionsCommand,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionRequest,
	type Tag,
	type TaskDefinition,
} from '@aws-sdk/client-ecs';

import { isWrittenNumber } from '../deployment/values/json';
import { AwsRequestError } from '../shared/aws/awsRequestError';
import { keepWhole, objectIn, sendWhole, type WholeJson } from '../shared/aws/wholeJson';
import { clock } from '../shared/waiting/clock';
import { OperationFailure } from '../shared/operation/errors';
import { attempt } from '../shared/waiting/attempt';
import { valuesIn } from './redacted';
import type { Ecs } from './transport';

export interface TaskDefinitionReading {
	readonly definition: TaskDefinition;
	readonly tags: readonly Tag[];
	/** The definition as it came: also the members that are newer than the SDK. */
	readonly whole: WholeJson;
}

/** By `family` (its newest active revision), `family:revision` or ARN. */
export async function readTaskDefinition(ecs: Ecs, reference: string): Promise<TaskDefinitionReading> {
	const { taskDefinition, tags = [], whole } = await ecs.call('DescribeTaskDefinition', async (client) => {
		const command = new DescribeTaskDefinitionCommand({ taskDefinition: reference, include: ['TAGS'] });
		const wholeOf = keepWhole(command);
		return { ...(await client.send(command)), whole: objectIn(wholeOf(), 'taskDefinition') ?? {} };
	});
	if (taskDefinition) return { definition: taskDefinition, tags, whole };
	throw new OperationFailure(
		`AWS ECS gave no task definition for ${reference}`,
		'Choose the task definition from the list',
	);
}

/** `nanda-workers:12` */
export function revisionName(definition: Pick<TaskDefinition, 'family' | 'revision'>): string {
	return `${definition.family ?? ''}:${definition.revision ?? ''}`;
}

/** `nanda-workers:12` from an ARN; a name stays as it is. */
export function revisionNameOf(arn: string | undefined): string {
	return arn?.slice(arn.lastIndexOf('/') + 1) ?? '';
}

const readOnlyFields: ReadonlySet<string> = new Set([
	'taskDefinitionArn',
	'revision',
	'status',
	'requiresAttributes',
	'compatibilities',
	'registeredAt',
	'deregisteredAt',
	'deleteRequestedAt',
	'registeredBy',
]);

/**
 * What registers a copy of a task definition: all of it, as it came, without the fields that AWS fills in, and without
 * its own tags and the marks of a roll back.
 */
export function registrable({ definition, tags, whole }: TaskDefinitionReading): RegisterTaskDefinitionRequest {
	const fields = Object.fromEntries(Object.entries(whole).filter(([name]) => !readOnlyFields.has(name)));
	const ownTags = tags.filter(({ key = '' }) => !key.startsWith('aws:') && !key.startsWith(rollbackTagPrefix));
	return {
		// On the wire both have the same members.
		...(fields as Partial<TaskDefinition>),
		family: definition.family ?? '',
		containerDefinitions: (fields.containerDefinitions ?? []) as ContainerDefinition[],
		...(ownTags.length > 0 && { tags: ownTags }),
	};
}

/** Tags that say that a revision was rolled back; they are no part of what a copy runs. */
export const rollbackTagPrefix = 'slipway:rolled-back:';

/** A change to one container. */
export interface ContainerChange {
	readonly container: string;
	readonly image?: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** Variable to the ARN of a secret, or of a parameter. */
	readonly secrets?: Readonly<Record<string, string>>;
}

/** @throws OperationFailure when a change names a container that is not there, or none. */
export function withChanges(
	request: RegisterTaskDefinitionRequest,
	changes: readonly ContainerChange[],
): RegisterTaskDefinitionRequest {
	const containers = request.containerDefinitions ?? [];
	const names = containers.map(({ name }) => name ?? '');
	for (const { container } of changes) {
		if (names.includes(container)) continue;
		throw new OperationFailure(
			container === ''
				? 'A container name is empty'
				: `Task definition ${request.family ?? ''} has no container "${container}"`,
			`Give one of its containers: ${names.join(', ')}`,
		);
	}
	return {
		...request,
		containerDefinitions: containers.map((container) =>
			changes
				.filter((change) => change.container === container.name)
				.reduce(withChange, container),
		),
	};
}

function withChange(container: ContainerDefinition, change: ContainerChange): ContainerDefinition {
	const environment = change.environment ?? {};
	const secrets = change.secrets ?? {};
	const isSet = (name: string | undefined): boolean =>
		name !== undefined && (name in environment || name in secrets);
	// A variable is either plain or secret: setting it one way takes it away from the other.
	return {
		...container,
		...(change.image !== undefined && { image: change.image }),
		environment: [
			...(container.environment ?? []).filter(({ name }) => !isSet(name)),
			...Object.entries(environment).map(([name, value]) => ({ name, value })),
		],
		secrets: [
			...(container.secrets ?? []).filter(({ name }) => !isSet(name)),
			...Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
		],
	};
}

/** Whether both would run the same: the order of variables and empty fields do not count. */
export function isSameWork(
	left: RegisterTaskDefinitionRequest,
	right: RegisterTaskDefinitionRequest,
): boolean {
	return canonical({ ...left, tags: undefined }) === canonical({ ...right, tags: undefined });
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) {
		const entries = value.map(canonical);
		// Variables and mounts have no order; the words of a command do.
		const isUnordered = value.every((entry) => typeof entry === 'object' && entry !== null);
		return `[${(isUnordered ? entries.sort() : entries).join(',')}]`;
	}
	if (isWrittenNumber(value)) return value.value;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
	const fields = Object.entries(value)
		.filter(([, field]) => !isEmpty(field))
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
	return `{${fields.join(',')}}`;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Pauses before each look for a registration whose answer was lost. */
const lookDelaysMs = [0, 2_000, 5_000];

/**
 * Registers a revision, unless the newest one of its family is the same already: safe to run again,
 * also after a lost answer. ECS has no client token here.
 */
export async function registerOnce(
	ecs: Ecs,
	request: RegisterTaskDefinitionRequest,
): Promise<{ readonly definition: TaskDefinition; readonly isNew: boolean }> {
	const existing = await findSame(ecs, request);
	if (existing) return { definition: existing, isNew: false };
	for (let tries = 1; ; tries++) {
		const sent = await attempt(registerTaskDefinition(ecs, request));
		if (sent.ok && sent.value) return { definition: sent.value, isNew: true };
		if (!sent.ok && !(sent.error instanceof AwsRequestError && sent.error.mayHaveHappened)) throw sent.error;
		for (const delayMs of lookDelaysMs) {
			await clock.sleep(delayMs);
			const made = await findSame(ecs, request);
			if (made) return { definition: made, isNew: true };
		}
		if (tries === 2) {
			throw new OperationFailure(
				`AWS ECS did not confirm the new revision of task definition ${request.family ?? ''}, twice, and it is not to be found`,
				'Nothing was deployed. Look at AWS\'s status page, then run this again',
			);
		}
	}
}

/** One try. Undefined where AWS's answer has no task definition. */
export async function registerTaskDefinition(
	ecs: Ecs,
	request: RegisterTaskDefinitionRequest,
): Promise<TaskDefinition | undefined> {
	const { taskDefinition } = await ecs.call(
		'RegisterTaskDefinition',
		async (client) => {
			const command = new RegisterTaskDefinitionCommand(request);
			sendWhole(command, request);
			return await client.send(command);
		},
		{ secretValues: valuesIn(request) },
	);
	return taskDefinition;
}

async function findSame(
	ecs: Ecs,
	request: RegisterTaskDefinitionRequest,
): Promise<TaskDefinition | undefined> {
	const newest = await newestRevision(ecs, request.family ?? '');
	if (newest === undefined) return undefined;
	const reading = await readTaskDefinition(ecs, newest);
	return isSameWork(registrable(reading), request) ? reading.definition : undefined;
}

/** ARN of the newest active revision of a family; undefined where it has none. */
export async function newestRevision(ecs: Ecs, family: string): Promise<string | undefined> {
	const { taskDefinitionArns: [newest] = [] } = await ecs.call('ListTaskDefinitions', async (client) =>
		await client.send(
			new ListTaskDefinitionsCommand({ familyPrefix: family, status: 'ACTIVE', sort: 'DESC', maxResults: 1 }),
		),
	);
	return newest;
}
