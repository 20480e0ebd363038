import type { ContainerOverride, TaskDefinition } from '@aws-sdk/client-ecs';
import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { parseJson } from '../deployment/values/json';

export const taskOverrideProperties: readonly INodeProperties[] = [
	{
		displayName: 'Overrides',
		name: 'overrides',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Override',
		default: {},
		options: [
			{
				displayName: 'Command',
				name: 'command',
				values: [
					{ displayName: 'Container', name: 'container', type: 'string', default: '' },
					{
						displayName: 'Command',
						name: 'command',
						type: 'string',
						default: '',
						placeholder: '["npm", "run", "migrate"]',
						description: 'A JSON list of words, or plain words with spaces between them',
					},
				],
			},
			{
				displayName: 'Variable',
				name: 'variable',
				values: [
					{ displayName: 'Container', name: 'container', type: 'string', default: '' },
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
		description: 'Another command or other variables for these tasks alone',
	},
];

/** @throws OperationFailure when an override names no container, or one that is not there. */
export function containerOverrides(
	context: OperationContext,
	definition: TaskDefinition,
): ContainerOverride[] {
	const names = (definition.containerDefinitions ?? []).map(({ name }) => name ?? '');
	const byContainer = new Map<string, { command?: string[]; environment: { name: string; value: string }[] }>();
	const of = (container: string) => {
		if (!names.includes(container)) {
			throw new OperationFailure(
				container === '' ? 'An override has an empty container' : `There is no container "${container}" to override`,
				`Give one of the task definition's containers: ${names.join(', ')}`,
			);
		}
		const override = byContainer.get(container) ?? { environment: [] };
		byContainer.set(container, override);
		return override;
	};
	for (const row of rows(context, 'overrides.command')) {
		of(text(row, 'container').trim()).command = commandWords(text(row, 'command'));
	}
	for (const row of rows(context, 'overrides.variable')) {
		of(text(row, 'container').trim()).environment.push({
			name: text(row, 'name').trim(),
			value: text(row, 'value'),
		});
	}
	return [...byContainer].map(([name, { command, environment }]) => ({
		name,
		...(command && { command }),
		...(environment.length > 0 && { environment }),
	}));
}

function rows({ functions, itemIndex }: OperationContext, name: string): unknown[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	return Array.isArray(value) ? value : [];
}

function text(row: unknown, field: string): string {
	const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, field) : undefined;
	return value === undefined || value === null ? '' : String(value);
}

function commandWords(command: string): string[] {
	if (!command.trim().startsWith('[')) return command.split(/\s+/).filter(Boolean);
	const parsed = parseJson(command);
	if (parsed.ok && Array.isArray(parsed.value) && parsed.value.every((word) => typeof word === 'string')) {
		return parsed.value;
	}
	throw new OperationFailure(
		'A command override is not a JSON list of texts',
		'Give one such as ["npm", "run", "migrate"]',
	);
}
