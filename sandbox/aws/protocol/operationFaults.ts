import { invalidParameter } from './awsError';
import { AwsError } from './awsError';
import type { JsonObject } from './jsonInput';
import { readFlag, readInteger, readObject, readText } from './jsonInput';

interface OperationFault {
	readonly operation: string;
	readonly code: string;
	readonly message: string;
	readonly status: number;
	/** The operation is carried out, and then this error is answered: the client cannot know. */
	readonly carriedOut: boolean;
	/** Members that the request must have: `{"service": "gateway"}`. */
	readonly input: JsonObject;
	/** Requests that pass before. */
	after: number;
	left: number;
}

/**
 * Errors that a test or the demo orders for one operation (`ecs.UpdateService`): all of AWS shares one address,
 * so the kernel's faults, which go by path, cannot tell the operations apart.
 */
export class OperationFaults {
	private faults: OperationFault[] = [];

	/** Reads `{operation, code, message?, status?, times?, carriedOut?, after?, input?}`. Raises 400 without operation or code. */
	add(input: JsonObject): JsonObject {
		const operation = readText(input, 'operation');
		const code = readText(input, 'code');
		if (operation === undefined || code === undefined) {
			throw invalidParameter('A fault needs an operation ("ecs.UpdateService") and a code');
		}
		const isServerFault = /^(Server|Internal|ServiceUnavailable)/.test(code);
		const fault: OperationFault = {
			operation,
			code,
			message: readText(input, 'message') ?? defaultMessage(code),
			status: readInteger(input, 'status') ?? (isServerFault ? 500 : 400),
			carriedOut: readFlag(input, 'carriedOut'),
			input: readObject(input, 'input'),
			after: readInteger(input, 'after') ?? 0,
			left: readInteger(input, 'times') ?? 1,
		};
		this.faults.push(fault);
		return { ...fault };
	}

	/** The fault for this call, counted as used. */
	take(
		operation: string,
		request: () => JsonObject,
	): { readonly error: AwsError; readonly carriedOut: boolean } | undefined {
		const fault = this.faults.find(
			(each) => each.operation === operation && each.left > 0 && isAskedOf(each.input, request),
		);
		if (!fault) return undefined;
		if (fault.after > 0) {
			fault.after -= 1;
			return undefined;
		}
		fault.left -= 1;
		const { code, message, status, carriedOut } = fault;
		return { error: new AwsError(code, message, { status }), carriedOut };
	}

	list(): JsonObject[] {
		return this.faults.filter(({ left }) => left > 0).map((fault) => ({ ...fault }));
	}
}

function isAskedOf(members: JsonObject, request: () => JsonObject): boolean {
	const wanted = Object.entries(members);
	if (wanted.length === 0) return true;
	const input = request();
	return wanted.every(([name, value]) => JSON.stringify(input[name]) === JSON.stringify(value));
}

function defaultMessage(code: string): string {
	return code === 'ThrottlingException' ? 'Rate exceeded' : `Sandbox fault: ${code}`;
}
