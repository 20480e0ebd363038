import { AwsError } from './awsError';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(name: string, expected: string): AwsError {
	return new AwsError('SerializationException', `${name} must be ${expected}`);
}

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

/** A string member, or `undefined`. Raises SerializationException for another type, as AWS does. */
export function readText(input: JsonObject, name: string): string | undefined {
	const value = input[name];
	if (isAbsent(value)) return undefined;
	if (typeof value !== 'string') throw wrongType(name, 'a string');
	return value;
}

/** A whole number, or `undefined`. Raises SerializationException for another type. */
export function readInteger(input: JsonObject, name: string): number | undefined {
	const value = input[name];
	if (isAbsent(value)) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'an integer');
	return value;
}

/** A number, or `undefined`. Raises SerializationException for another type. */
export function readNumber(input: JsonObject, name: string): number | undefined {
	const value = input[name];
	if (isAbsent(value)) return undefined;
	if (typeof value !== 'number') throw wrongType(name, 'a number');
	return value;
}

/** `false` when absent. Raises SerializationException for another type. */
export function readFlag(input: JsonObject, name: string): boolean {
	const value = input[name];
	if (isAbsent(value)) return false;
	if (typeof value !== 'boolean') throw wrongType(name, 'a boolean');
	return value;
}

/** An object member; empty when absent. Raises SerializationException for another type. */
export function readObject(input: JsonObject, name: string): JsonObject {
	const value = input[name];
	if (isAbsent(value)) return {};
	if (!isObject(value)) throw wrongType(name, 'a structure');
	return value;
}

function readList(input: JsonObject, name: string): readonly unknown[] {
	const value = input[name];
	if (isAbsent(value)) return [];
	if (!Array.isArray(value)) throw wrongType(name, 'a list');
	return value;
}

/** A list of strings; empty when absent. Raises SerializationException for another type. */
export function readTexts(input: JsonObject, name: string): string[] {
	return readList(input, name).map((value) => {
		if (typeof value !== 'string') throw wrongType(name, 'a list of strings');
		return value;
	});
}

/** A list of structures; empty when absent. Raises SerializationException for another type. */
export function readObjects(input: JsonObject, name: string): JsonObject[] {
	return readList(input, name).map((value) => {
		if (!isObject(value)) throw wrongType(name, 'a list of structures');
		return value;
	});
}

/** The named members that are set. */
export function pick(input: JsonObject, names: readonly string[]): Record<string, unknown> {
	return Object.fromEntries(names.filter((name) => !isAbsent(input[name])).map((name) => [name, input[name]]));
}

/** Without the members that are `undefined`: AWS leaves out what is not set. */
export function compact(source: JsonObject): Record<string, unknown> {
	return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}
