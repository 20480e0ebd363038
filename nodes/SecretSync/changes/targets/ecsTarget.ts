import type { ContainerDefinition, RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';
import type { INodeProperties } from 'n8n-workflow';

import { readTaskDefinition, registerTaskDefinition, registrable, revisionName } from '../../../AwsEcs/taskDefinitions';
import { type Ecs, ecsOf } from '../../../AwsEcs/transport';
import { AwsRequestError } from '../../../shared/aws/awsRequestError';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue } from '../../../shared/fields/parameters';
import { attempt } from '../../../shared/waiting/attempt';
import type { PresentKey } from '../../state/syncPlan';
import type { KeyWrite, Target } from './target';

const show = { target: ['awsEcs'] };

export const ecsTaskDefinitionProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'Task Definition Family',
			name: 'taskDefinitionFamily',
			description: 'Its newest revision is copied into a new one with the secrets; nothing is deployed',
			search: 'searchTaskDefinitionFamilies',
			enter: [enteredAs('name', 'By Name', 'nanda-workers')],
		}),
		displayOptions: { show },
	},
	{
		...locatorProperty({
			displayName: 'Container',
			name: 'container',
			description: 'The container of the task definition that gets the secrets',
			search: 'searchContainers',
			enter: [enteredAs('name', 'By Name', 'nanda-workers')],
		}),
		displayOptions: { show },
	},
];

/**
 * The `secrets` of one container, each a reference to one key of one version of the source: a roll
 * back to an older revision has the older values again. The values themselves never pass through here.
 */
export async function ecsTarget(context: OperationContext): Promise<Target> {
	const family = locatorValue(context, 'taskDefinitionFamily', 'Task Definition Family');
	const container = locatorValue(context, 'container', 'Container');
	if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) {
		throw new OperationFailure(
			`"${family}" is not the family of a task definition`,
			'Give the family alone, without revision or ARN, such as nanda-workers',
		);
	}
	const ecs = await ecsOf(context);
	let base: RegisterTaskDefinitionRequest | undefined;
	let newest = '';

	async function describe(): Promise<Map<string, PresentKey>> {
		const reading = await readTaskDefinition(ecs, family);
		const found = containerIn(reading.definition, family, container);
		base = registrable(reading);
		newest = revisionName(reading.definition);
		return presentIn(found);
	}

	return {
		name: `container ${container} of task definition ${family}`,
		identity: `awsEcs ${ecs.region} ${family} ${container}`,
		credentialType: 'slipwayAwsApi',
		summary: { platform: 'awsEcs', taskDefinitionFamily: family, container },
		neededAccess: `Allow the access key ecs:RegisterTaskDefinition, ecs:TagResource, and iam:PassRole on the roles of task definition ${family}`,
		takesEffect: 'when a service is deployed with the revision: hand versions.target on to AWS ECS Service: Deploy',
		marksAreDigests: false,
		takesReferences: true,
		keyInTarget: variableName,
		read: describe,
		check(writes) {
			if (base?.executionRoleArn || !writes.some(({ value }) => value !== null)) return;
			throw new OperationFailure(
				`Task definition ${family} has no execution role, and ECS fetches the values of secrets with that`,
				'Nothing was written. Give the task definition an execution role which may read the secret (secretsmanager:GetSecretValue), then run this again',
			);
		},
		async write(writes, done) {
			if (base === undefined) await describe();
			const request = { ...base, family, containerDefinitions: (base?.containerDefinitions ?? []).map((each) => (each.name === container ? withWrites(each, writes) : each)) };
			const before = newest;
			const sent = await attempt(register(ecs, request));
			if (!sent.ok) {
				if (!(sent.error instanceof AwsRequestError && sent.error.mayHaveHappened)) throw sent.error;
				await describe();
				if (newest === before) throw sent.error;
			} else {
				newest = sent.value;
			}
			for (const { key } of writes) done(key);
			return { target: newest, previousTarget: before };
		},
	};
}

async function register(ecs: Ecs, request: RegisterTaskDefinitionRequest): Promise<string> {
	return revisionName((await registerTaskDefinition(ecs, request)) ?? {});
}

function containerIn(
	definition: TaskDefinition,
	family: string,
	container: string,
): ContainerDefinition {
	const containers = definition.containerDefinitions ?? [];
	const found = containers.find(({ name }) => name === container);
	if (found) return found;
	throw new OperationFailure(
		`Task definition ${family} has no container "${container}"`,
		`Give one of its containers: ${containers.map(({ name }) => name ?? '').join(', ')}`,
	);
}

/** A plain variable of the same name is there too, with another value in any case. */
function presentIn({ secrets = [], environment = [] }: ContainerDefinition): Map<string, PresentKey> {
	return new Map<string, PresentKey>([
		...environment.map(({ name }): [string, PresentKey] => [name ?? '', { values: [undefined], mark: null }]),
		...secrets.map(({ name, valueFrom }): [string, PresentKey] => [name ?? '', { values: [valueFrom], mark: null }]),
	]);
}

function withWrites(container: ContainerDefinition, writes: readonly KeyWrite[]): ContainerDefinition {
	const isWritten = (name: string | undefined): boolean => writes.some(({ key }) => key === name);
	return {
		...container,
		// A variable is either plain or secret.
		environment: (container.environment ?? []).filter(({ name }) => !isWritten(name)),
		secrets: [
			...(container.secrets ?? []).filter(({ name }) => !isWritten(name)),
			...writes.flatMap(({ key, value }) => (value === null ? [] : [{ name: key, valueFrom: value }])),
		],
	};
}

function variableName(key: string): string {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return key;
	throw new OperationFailure(
		`"${key}" cannot be the name of a container's variable`,
		'Give it another name in Key Mapping, with letters, digits and underscores, the first no digit; or exclude it',
	);
}
