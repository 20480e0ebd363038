import type { OperationContext } from '../../shared/operation/operation';

/** Names with commas between them; a name may hold a space. */
export function commaSeparated(entered: string): string[] {
	return entered
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/** A field of several options, or an expression that gives a list or names with commas. */
export function listParameter({ functions, itemIndex }: OperationContext, name: string): string[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	// Of a list each entry as it is: a branch's name may hold a comma.
	const names = Array.isArray(value)
		? value.map((entry) => String(entry ?? '').trim()).filter((entry) => entry !== '')
		: commaSeparated(String(value ?? ''));
	return [...new Set(names)];
}
