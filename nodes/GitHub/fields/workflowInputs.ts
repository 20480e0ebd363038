import { isRecord } from '../../deployment/values/jsonFields';
import { isWrittenNumber, writeJson } from '../../deployment/values/json';
import { wellFormed } from '../../deployment/values/text';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { jsonAsWrittenParameter } from '../../shared/fields/parameters';

/** docs.github.com/actions, "Events that trigger workflows", workflow_dispatch. */
const maxInputs = 25;
const maxPayloadLength = 65_535;

/**
 * The inputs of a workflow as GitHub takes them: texts. Numbers keep the digits they were written with,
 * lists and objects become JSON, which a workflow reads with fromJSON.
 *
 * @throws OperationFailure for what no text stands for, and for more than GitHub takes.
 */
export function inputsParameter(context: OperationContext): Readonly<Record<string, string>> {
	const given = jsonAsWrittenParameter(context, 'inputs', 'Inputs');
	if (!isRecord(given)) {
		throw new OperationFailure('Inputs is not a JSON object', 'Give an object such as {"environment": "production"}');
	}
	const entries = Object.entries(given).filter(([, value]) => value !== undefined);
	const inputs = Object.fromEntries(entries.map(([name, value]) => [name, textOf(name, value)]));
	if (entries.length > maxInputs) {
		throw new OperationFailure(
			`Inputs has ${entries.length} of them, and GitHub takes ${maxInputs}`,
			'Put several into one, as JSON that the workflow reads with fromJSON',
		);
	}
	const { length } = JSON.stringify(inputs);
	if (length > maxPayloadLength) {
		throw new OperationFailure(
			`Inputs has ${length} characters as JSON, and GitHub takes ${maxPayloadLength}`,
			'Give the workflow an address or a commit at which it finds the rest',
		);
	}
	return inputs;
}

function textOf(name: string, value: unknown): string {
	if (typeof value === 'string') return wellFormed(value);
	if (typeof value === 'boolean' || isWrittenNumber(value)) return String(value);
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value === 'object' && value !== null) return wellFormed(writeJson(value));
	throw new OperationFailure(
		`The input "${name}" is ${String(value)}, for which there is no text`,
		'Give it a value, or leave it out: the workflow then takes its default',
	);
}
