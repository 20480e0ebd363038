import type { OperationContext } from '../../shared/operation/operation';

/** A field of several options or of names with commas, or an expression that gives a list. */
export function listParameter({ functions, itemIndex }: OperationContext, name: string): string[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	const entries: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return [...new Set(entries.map((entry) => String(entry).trim()).filter(Boolean))];
}
