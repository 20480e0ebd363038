import type { JsonObject } from './jsonInput';

/** Who signed a request. */
export interface Caller {
	readonly arn: string;
	readonly userId: string;
	/** A session of a role that may only look. */
	readonly readOnly: boolean;
}

/** One operation of an AWS JSON service: the request's members in, the answer's members out. */
export type AwsOperation = (input: JsonObject, caller: Caller) => JsonObject;

export type AwsOperations = Readonly<Record<string, AwsOperation>>;
