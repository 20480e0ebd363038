import type { $Command, ServiceOutputTypes } from '@aws-sdk/client-ecs';

import { parseJsonAsWritten, writeJson } from '../../deployment/values/json';
import { decodeText } from '../../deployment/values/text';

/** What every answer of the SDK has. */
type Answer = Pick<ServiceOutputTypes, '$metadata'>;

/** As much of a command of the SDK, whichever service's, as its JSON needs. */
type Command<Input extends object, Output extends Answer> = Pick<
	$Command<Input, Output, unknown, Input, Output>,
	'middlewareStack'
>;

/** The JSON of an AWS answer, numbers as they were written. */
export type WholeJson = Readonly<Record<string, unknown>>;

/**
 * Sends `body` in the place of what the SDK would: it leaves out members that are newer than itself, and with them what
 * somebody has set there.
 */
export function sendWhole<Input extends object, Output extends Answer>(
	command: Command<Input, Output>,
	body: object,
): void {
	command.middlewareStack.add(
		(next) => async (handled) => {
			if (typeof handled.request === 'object' && handled.request !== null) {
				Reflect.set(handled.request, 'body', writeJson(body));
			}
			return await next(handled);
		},
		// Before the length is counted and all of it is signed.
		{ name: 'sendWhole', step: 'build', priority: 'high' },
	);
}

/** Keeps the JSON of the answer as it came; the SDK's own output has only the members that it knows. */
export function keepWhole<Input extends object, Output extends Answer>(
	command: Command<Input, Output>,
): () => WholeJson {
	let response: unknown;
	command.middlewareStack.add(
		(next) => async (handled) => {
			const answer = await next(handled);
			response = answer.response;
			return answer;
		},
		{ name: 'keepWhole', step: 'deserialize', priority: 'low' },
	);
	return () => {
		const whole = jsonIn(response);
		return isObject(whole) ? whole : {};
	};
}

/** The object under a name; undefined where there is none. */
export function objectIn(whole: WholeJson, name: string): WholeJson | undefined {
	const member = whole[name];
	return isObject(member) ? member : undefined;
}

/** The objects of the list under a name; none where there is no list. */
export function objectsIn(whole: WholeJson, name: string): WholeJson[] {
	const member = whole[name];
	return Array.isArray(member) ? member.filter(isObject) : [];
}

/** The request handler of this package gives bytes, never a stream. */
function jsonIn(response: unknown): unknown {
	const body: unknown = typeof response === 'object' && response !== null ? Reflect.get(response, 'body') : undefined;
	const read = body instanceof Uint8Array ? parseJsonAsWritten(decodeText(body)) : undefined;
	return read?.ok === true ? read.value : undefined;
}

function isObject(value: unknown): value is WholeJson {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
