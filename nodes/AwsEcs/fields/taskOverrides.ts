import type { ContainerOverride, TaskDefinition } from '@aws-sdk/client-ecs';
import type { INodeProperties } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { textField } from '../../shared/fields/fields';
import { ConfigurationError, OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { rowsIn } from './rows';

const containerField = textField('Container', 'container');

export const taskOverridesField: INodeProperties = {
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
				containerField,
				textField('Command', 'command', {
					placeholder: '["npm", "run", "migrate"]',
					description: 'A JSON list of strings, or plain words separated by spaces',
				}),
			],
		},
		{
			displayName: 'Variable',
			name: 'variable',
			values: [containerField, textField('Name', 'name'), textField('Value', 'value')],
		},
	],
	description: 'Another command or other variables for these tasks alone',
};

/** What these tasks alone run otherwise, by container. */
export interface RequestedOverrides {
	readonly commands: ReadonlyArray<{ readonly container: string; readonly command: string[] }>;
	readonly variables: ReadonlyArray<{ readonly container: string; readonly name: string; readonly value: string }>;
}

/** What Overrides asks for. @throws ConfigurationError when a command cannot be read. */
export function requestedOverrides(context: OperationContext): RequestedOverrides {
	return {
		commands: rowsIn(context, 'overrides.command').map(({ container = '', command = '' }) => ({
			container,
			command: commandWords(command),
		})),
		variables: rowsIn(context, 'overrides.variable').map(({ container = '', name = '', value = '' }) => ({
			container,
			name,
			value,
		})),
	};
}

/** @throws OperationFailure when an override names no container of the task definition. */
export function containerOverrides(
	{ commands, variables }: RequestedOverrides,
	definition: TaskDefinition,
): ContainerOverride[] {
	const names = (definition.containerDefinitions ?? []).map(({ name }) => name ?? '');
	const overridden = [...new Set([...commands, ...variables].map(({ container }) => container))];
	return overridden.map((name) => {
		requireContainer(name, names);
		const command = commands.findLast(({ container }) => container === name)?.command;
		const environment = variables
			.filter(({ container }) => container === name)
			.map((variable) => ({ name: variable.name, value: variable.value }));
		return { name, ...(command && { command }), ...(environment.length > 0 && { environment }) };
	});
}

function requireContainer(container: string, names: readonly string[]): void {
	if (names.includes(container)) return;
	throw new OperationFailure(
		container === ''
			? 'An override has an empty container'
			: `The task definition has no container "${container}" to override`,
		`Give one of the task definition's containers: ${names.join(', ')}`,
	);
}

/** A command as its words: parted by white space, or a JSON list of them. @throws ConfigurationError for another list. */
export function commandWords(command: string): string[] {
	if (!command.startsWith('[')) return command.split(/\s+/).filter(Boolean);
	const parsed = parseJson(command);
	if (parsed.ok && Array.isArray(parsed.value) && parsed.value.every((word) => typeof word === 'string')) {
		return parsed.value;
	}
	throw new ConfigurationError(
		'The command is not a JSON list of strings',
		'Give one such as ["npm", "run", "migrate"]',
	);
}
