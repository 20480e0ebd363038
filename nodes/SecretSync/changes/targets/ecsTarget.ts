import type { ContainerDefinition, RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';

import type { Ecs } from '../../../AwsEcs/api/types';
import { readForCopy, registerCopy } from '../../../AwsEcs/changes/copyTaskDefinition';
import { OperationFailure } from '../../../shared/operation/errors';
import type { KeyWrite, PresentKey } from '../../state/syncPlan';
import { requireVariableName } from './requireVariableName';
import type { Target } from './target';

/**
 * The `secrets` of one container, each a reference to one key of one version of the source: a roll
 * back to an older revision has the older values again. The values themselves never pass through here.
 */
export function ecsTarget(ecs: Ecs, family: string, container: string): Target {
	let base: RegisterTaskDefinitionRequest | undefined;
	let newest = '';

	async function describe(): Promise<Map<string, PresentKey>> {
		const copy = await readForCopy(ecs, family);
		const found = containerIn(copy.base, family, container);
		base = copy.request;
		newest = copy.version;
		return presentIn(found);
	}

	return {
		name: `container ${container} of task definition ${family}`,
		identity: `awsEcs ${ecs.region} ${family} ${container}`,
		credentialType: 'slipwayAwsApi',
		summary: { platform: 'awsEcs', taskDefinitionFamily: family, container },
		neededAccess: `Allow the access key ecs:RegisterTaskDefinition, ecs:TagResource, and iam:PassRole on the roles of task definition ${family}`,
		takesEffect: 'when a service is deployed with the revision: pass versions.target to AWS ECS Service: Deploy',
		marksAreDigests: false,
		takesReferences: true,
		keyInTarget: (key) => requireVariableName(key, "a container's variable"),
		read: describe,
		check(writes) {
			if (base?.executionRoleArn || !writes.some(({ value }) => value !== null)) return;
			throw new OperationFailure(
				`Task definition ${family} has no execution role, and ECS needs one to fetch the values of secrets`,
				'Nothing was written. Give the task definition an execution role that may read the secret (secretsmanager:GetSecretValue), then run this again',
			);
		},
		async write(writes, done) {
			if (base === undefined) await describe();
			const request = {
				...base,
				family,
				containerDefinitions: (base?.containerDefinitions ?? []).map((each) =>
					each.name === container ? withWrites(each, writes) : each,
				),
			};
			const before = newest;
			newest = await registerCopy(ecs, request);
			for (const { key } of writes) done(key);
			return { target: newest, previousTarget: before };
		},
	};
}

function containerIn(definition: TaskDefinition, family: string, container: string): ContainerDefinition {
	const containers = definition.containerDefinitions ?? [];
	const found = containers.find(({ name }) => name === container);
	if (found) return found;
	throw new OperationFailure(
		`Task definition ${family} has no container "${container}"`,
		`Use one of its containers: ${containers.map(({ name }) => name ?? '').join(', ')}`,
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
