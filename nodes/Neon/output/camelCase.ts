import type { JsonObject } from 'n8n-workflow';

/** Fields of one of Neon's objects in camelCase: `parent_id` as `parentId`, null where it has none. */
export function inCamelCase<Value extends object>(
	value: Value,
	names: ReadonlyArray<keyof Value & string>,
): JsonObject {
	return Object.fromEntries(
		names.map((name) => [name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()), value[name] ?? null]),
	) as JsonObject;
}
