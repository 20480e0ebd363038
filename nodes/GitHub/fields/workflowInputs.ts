import { isWrittenNumber, writeJson } from '../../deployment/values/json';
import { isRecord } from '../../deployment/values/jsonFields';
import { wellFormed } from '../../deployment/values/text';
import { field, type Field } from '../../shared/fields/fields';
import { jsonAsWrittenParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';

/** docs.github.com/actions, "Events that trigger workflows", workflow_dispatch. */
const maxInputs = 25;
const maxPayloadLength = 65_535;

/**
 * The inputs of a workflow, read as GitHub accepts them: strings. Numbers keep the digits they were written
 * with, lists and objects become JSON, which a workflow reads with fromJSON.
 */
export const inputsField: Field<Readonly<Record<string, string>>> = field(
	{
		displayName: 'Inputs',
		name: 'inputs',
		type: 'json',
		default: '{}',
		description:
			'A JSON object with at most 25 entries. They are sent as strings, numbers as they are written, lists and objects as JSON. Never a secret: inputs appear in the log.',
	},
	(context) => inputsIn(jsonAsWrittenParameter(context, 'inputs', 'Inputs')),
);

/** @throws ConfigurationError for a value that no string stands for, and for more than GitHub accepts. */
function inputsIn(given: unknown): Readonly<Record<string, string>> {
	if (!isRecord(given)) {
		throw new ConfigurationError(
			'Inputs must be a JSON object',
			'Enter an object such as {"environment": "production"}',
		);
	}
	const entries = Object.entries(given).filter(([, value]) => value !== undefined);
	const inputs = Object.fromEntries(entries.map(([name, value]) => [name, stringOf(name, value)]));
	if (entries.length > maxInputs) {
		throw new ConfigurationError(
			`Inputs has ${entries.length} entries, and GitHub accepts ${maxInputs}`,
			'Combine several into one, as JSON that the workflow reads with fromJSON',
		);
	}
	const { length } = JSON.stringify(inputs);
	if (length > maxPayloadLength) {
		throw new ConfigurationError(
			`Inputs has ${length} characters as JSON, and GitHub accepts ${maxPayloadLength}`,
			'Pass the workflow an address or a commit where it finds the rest',
		);
	}
	return inputs;
}

function stringOf(name: string, value: unknown): string {
	if (typeof value === 'string') return wellFormed(value);
	if (typeof value === 'boolean' || isWrittenNumber(value)) return String(value);
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value === 'object' && value !== null) return wellFormed(writeJson(value));
	throw new ConfigurationError(
		`The input "${name}" is ${String(value)}, which cannot be sent as a string`,
		'Give it a value, or leave it out: the workflow then uses its default',
	);
}
