import type { ContainerDefinition, RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';

/** A change to one container. */
export interface ContainerChange {
	readonly container: string;
	readonly image?: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** Variable to the ARN of a secret, or of a parameter. */
	readonly secrets?: Readonly<Record<string, string>>;
}

/** What gives the containers of the same names the references to secrets that this task definition has. */
export function secretChangesOf({ containerDefinitions = [] }: TaskDefinition): ContainerChange[] {
	return containerDefinitions.flatMap(({ name: container = '', secrets = [] }) => {
		const references = secrets.flatMap(({ name = '', valueFrom = '' }) => (name === '' ? [] : [[name, valueFrom]]));
		return references.length === 0 ? [] : [{ container, secrets: Object.fromEntries(references) }];
	});
}

/** The request with the changes in it; those that name no container of it change nothing. */
export function withChanges(
	request: RegisterTaskDefinitionRequest,
	changes: readonly ContainerChange[],
): RegisterTaskDefinitionRequest {
	return {
		...request,
		containerDefinitions: (request.containerDefinitions ?? []).map((container) =>
			changes.filter((change) => change.container === container.name).reduce(withChange, container),
		),
	};
}

function withChange(container: ContainerDefinition, change: ContainerChange): ContainerDefinition {
	const environment = change.environment ?? {};
	const secrets = change.secrets ?? {};
	const isSet = (name: string | undefined): boolean => name !== undefined && (name in environment || name in secrets);
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
