import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { redactedJson } from '../state/redactedJson';
import { revisionName } from '../state/taskDefinitionName';

/** A task definition as an item's JSON. Variables are names alone: a value may be a secret that should not be there. */
export function taskDefinitionJson(definition: TaskDefinition, raw: boolean): IDataObject {
	if (raw) return redactedJson(definition) ?? {};
	return {
		version: revisionName(definition),
		arn: definition.taskDefinitionArn ?? null,
		family: definition.family ?? null,
		revision: definition.revision ?? null,
		status: definition.status ?? null,
		cpu: definition.cpu ?? null,
		memory: definition.memory ?? null,
		networkMode: definition.networkMode ?? null,
		containers: (definition.containerDefinitions ?? []).map((container) => ({
			name: container.name ?? '',
			image: container.image ?? '',
			essential: container.essential !== false,
			environment: (container.environment ?? []).map(({ name }) => name ?? ''),
			secrets: Object.fromEntries(
				(container.secrets ?? []).map(({ name, valueFrom }) => [name ?? '', valueFrom ?? '']),
			),
		})),
		registeredAt: definition.registeredAt?.toISOString() ?? null,
		registeredBy: definition.registeredBy ?? null,
	};
}
