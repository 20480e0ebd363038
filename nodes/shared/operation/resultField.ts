import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	adviceForError,
	ConfigurationError,
	type ErrorHints,
	isTransient,
	messageOf,
	OperationFailure,
	PlatformRequestError,
} from './errors';

const name = 'putResultInField';

/** Put Result in Field, which every operation has. */
export const resultFieldProperty: INodeProperties = {
	displayName: 'Put Result in Field',
	name,
	type: 'string',
	default: '',
	placeholder: 'published',
	description:
		'Hand the incoming item on with the result under this name. A failure is put there too ("ok" is false), and the workflow goes on.',
};

/** The field's name; undefined where the result is the item. @throws ConfigurationError for a name that no expression could read. */
export function resultFieldOf(functions: IExecuteFunctions, itemIndex: number): string | undefined {
	const entered: unknown = functions.getNodeParameter(name, itemIndex, '');
	const field = typeof entered === 'string' ? entered.trim() : '';
	if (field === '') return undefined;
	if (/^[A-Za-z_]\w*$/.test(field) && field !== 'error' && field !== '__proto__') return field;
	throw new ConfigurationError(
		`Put Result in Field cannot be "${field}"`,
		'Use letters, digits and underscores, such as published; "error" is a word that n8n takes for a failed item',
	);
}

/** A result as a field's value: with `ok`, which a result that failed says of itself. Several come as `items`. */
export function resultValue(result: IDataObject | IDataObject[]): IDataObject {
	if (Array.isArray(result)) return { ok: true, items: result };
	if (result.ok !== false) return { ok: true, ...result };
	const message = typeof result.reason === 'string' ? result.reason : '';
	const advice = typeof result.advice === 'string' ? result.advice : '';
	return { error: { message, advice, canRetry: false }, ...result };
}

/** What failed at the platform as a field's value; undefined for a fault of the workflow or of the code, which stops the run. */
export function failureValue(error: unknown, hints: ErrorHints): IDataObject | undefined {
	const isPlatforms = error instanceof PlatformRequestError || error instanceof OperationFailure;
	if (!isPlatforms || error instanceof ConfigurationError) return undefined;
	const facts = error instanceof OperationFailure ? error.context : {};
	return {
		...facts,
		ok: false,
		error: { message: messageOf(error), advice: adviceForError(error, hints) ?? '', canRetry: isTransient(error) },
	};
}

/** A fault of the workflow or of the code as a field's value, for a step that may stop nothing. */
export function faultValue(error: unknown): IDataObject {
	const advice = error instanceof ConfigurationError ? error.advice : '';
	return { ok: false, error: { message: messageOf(error), advice, canRetry: false } };
}
