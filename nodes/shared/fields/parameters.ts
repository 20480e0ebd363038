import type { IDataObject } from 'n8n-workflow';

import { type JsonReading, parseJson, parseJsonAsWritten } from '../../deployment/values/json';
import { ConfigurationError } from '../operation/errors';
import type { OperationContext } from '../operation/operation';

/** A text field, trimmed; empty when left empty. */
export function textParameter(context: OperationContext, name: string): string {
	const value = context.functions.getNodeParameter(name, context.itemIndex, '');
	if (value === null || value === undefined) return '';
	if (typeof value === 'object') {
		throw new ConfigurationError(
			`${name} must be text, not ${describe(value)}`,
			'Correct the expression of that field',
		);
	}
	requireExact(value, name);
	return String(value).trim();
}

/** @throws ConfigurationError for a number that JavaScript has rounded already: it is another id, commit or value than was meant. */
export function requireExact(value: unknown, label: string): void {
	if (typeof value !== 'number' || Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)))
		return;
	throw new ConfigurationError(
		`${label} came as a number, ${value}, with more digits than JavaScript keeps, so the last ones may be wrong`,
		'Hand it over as text, with quotes around it in the data that the expression reads',
	);
}

/** A text field that must be filled. `label` is its name on the screen. */
export function requiredText(context: OperationContext, name: string, label: string): string {
	const value = textParameter(context, name);
	if (value !== '') return value;
	throw new ConfigurationError(`${label} is empty`, `Fill in ${label}, or correct its expression`);
}

/** The value of a resource locator, whatever its mode. */
export function locatorValue(context: OperationContext, name: string, label: string): string {
	const value = context.functions.getNodeParameter(name, context.itemIndex, '', {
		extractValue: true,
	});
	requireExact(value, label);
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text !== '') return text;
	throw new ConfigurationError(`${label} is empty`, `Choose one from the list, or correct its expression`);
}

/** The names in a text field, which commas or spaces part. */
export function namesParameter(context: OperationContext, name: string): string[] {
	return textParameter(context, name)
		.split(/[\s,]+/)
		.filter((entry) => entry !== '');
}

/** A number field. @throws ConfigurationError when it is none, or outside the bounds. */
export function numberParameter(
	context: OperationContext,
	name: string,
	label: string,
	bounds: { readonly minimum?: number; readonly maximum?: number } = {},
): number {
	return numberIn(context.functions.getNodeParameter(name, context.itemIndex), label, bounds);
}

/** The number in a field's value, as entered or as text. @throws ConfigurationError when it is none, or outside the bounds. */
export function numberIn(
	value: unknown,
	label: string,
	bounds: { readonly minimum?: number; readonly maximum?: number } = {},
): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	const { minimum = -Infinity, maximum = Infinity } = bounds;
	if (typeof number === 'number' && number >= minimum && number <= maximum && number !== Infinity) {
		return number;
	}
	const range = [
		minimum > -Infinity ? `at least ${minimum}` : '',
		maximum < Infinity ? `at most ${maximum}` : '',
	].filter(Boolean);
	throw new ConfigurationError(
		`${label} must be a number${range.length > 0 ? ` of ${range.join(' and ')}` : ''}, not ${describe(value)}`,
		`Correct ${label}`,
	);
}

/** A switch. */
export function switchParameter(context: OperationContext, name: string): boolean {
	return context.functions.getNodeParameter(name, context.itemIndex, false) === true;
}

/** A collection such as "Additional Fields"; empty when nothing was added. */
export function collectionParameter(context: OperationContext, name: string): IDataObject {
	const value: unknown = context.functions.getNodeParameter(name, context.itemIndex, {});
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as IDataObject) : {};
}

/** A field that takes JSON, as text or from an expression as a value. */
export function jsonParameter(context: OperationContext, name: string, label: string): unknown {
	return parsedParameter(context, name, label, parseJson);
}

/** The same where numbers keep the text they were written with: see `parseJsonAsWritten`. */
export function jsonAsWrittenParameter(context: OperationContext, name: string, label: string): unknown {
	return parsedParameter(context, name, label, parseJsonAsWritten);
}

function parsedParameter(
	{ functions, itemIndex }: OperationContext,
	name: string,
	label: string,
	parse: (text: string) => JsonReading,
): unknown {
	const value: unknown = functions.getNodeParameter(name, itemIndex);
	if (typeof value !== 'string') return value;
	const parsed = parse(value);
	if (parsed.ok) return parsed.value;
	throw new ConfigurationError(`${label} is not JSON: ${parsed.reason}`, `Correct ${label}`);
}

/** The chosen row count: Infinity with Return All. */
export function limitParameter(context: OperationContext): number {
	if (switchParameter(context, 'returnAll')) return Infinity;
	return numberParameter(context, 'limit', 'Limit', { minimum: 1 });
}

/** The Timeout field of an operation that waits, in milliseconds. */
export function timeoutMsParameter(context: OperationContext): number {
	return numberParameter(context, 'timeoutSeconds', 'Timeout (Seconds)', { minimum: 1, maximum: 86_400 }) * 1000;
}

/** How long to wait in milliseconds; null when Wait for Completion is off. */
export function waitMsParameter(context: OperationContext): number | null {
	return switchParameter(context, 'waitForCompletion') ? timeoutMsParameter(context) : null;
}

function describe(value: unknown): string {
	if (value === '' || value === undefined || value === null) return 'empty';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}
