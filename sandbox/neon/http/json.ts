export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Leaves out what is not set, as Neon does. */
export function compact(source: JsonObject): Record<string, unknown> {
	return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}
