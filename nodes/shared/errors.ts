import {
	type INode,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

/** What to do about a status, by platform; `null` stands for "no answer came". */
export interface ErrorHints {
	readonly [status: number]: string;
	readonly noAnswer?: string;
}

/** What is true of every platform; a platform's own table comes first. */
const commonHints: ErrorHints = {
	401: 'The credential was refused. Open it, paste a fresh token and use its Test button',
	403: 'The credential is valid, but may not do this. Give its token the missing permission, or use another one',
	404: 'Check the name or id, and that the credential belongs to the account which owns it',
	409: 'Something else changed it at the same time, or it exists already. Look at its current state, then run this again',
	422: 'The platform understood the request, but refused its content. Its own words are above',
	423: 'It is locked by another operation. Wait for that one to finish, then run this again',
	429: 'The rate limit is used up, even after waiting. Run this again later, or spread the calls',
	noAnswer: 'Check the base URL in the credential, and that this n8n may reach that host',
};

/** A platform answered with an error, or not at all. Holds no header, no request body and no secret. */
export class PlatformRequestError extends Error {
	override readonly name = 'PlatformRequestError';

	constructor(
		readonly platform: string,
		/** What was asked, without query or body: `POST /sites/x/builds`. */
		readonly action: string,
		/** HTTP status; null when no answer came. */
		readonly status: number | null,
		/** The vendor's own words, shortened and scrubbed; or why no answer came. */
		readonly vendorMessage: string,
		/** The vendor's machine-readable code, or the socket's (`ECONNREFUSED`). */
		readonly code: string | null = null,
	) {
		super(
			status === null
				? `${platform} did not answer ${action}: ${vendorMessage}`
				: `${platform} answered ${action} with ${status}: ${vendorMessage}`,
		);
	}
}

/** An operation could not be done, or could not be shown to be done. */
export class OperationFailure extends Error {
	override readonly name = 'OperationFailure';

	constructor(
		/** What failed, on what, and why. */
		message: string,
		/** What to do about it. */
		readonly advice: string,
		/** Facts for the error's detail, free of secrets. */
		readonly context: JsonObject = {},
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/**
 * The one way from any thrown value to the error that n8n shows: what failed, on what, and what to
 * do. Errors that n8n made already pass through.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	hints: ErrorHints = {},
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (error instanceof PlatformRequestError) {
		const response: JsonObject = { message: error.vendorMessage };
		const mapped = new NodeApiError(node, response, {
			message: error.message,
			description: adviceFor(error.status, hints),
			httpCode: error.status === null ? undefined : String(error.status),
			itemIndex,
		});
		return withOwnMessage(mapped, error);
	}
	if (error instanceof OperationFailure) {
		const mapped = new NodeOperationError(node, error.message, {
			description: error.advice,
			itemIndex,
		});
		Object.assign(mapped.context, { data: error.context });
		return withOwnMessage(mapped, error);
	}
	return new NodeOperationError(node, messageOf(error), { itemIndex });
}

/** The words of anything that was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** n8n puts words of its own in the place of a message that holds a socket's code, such as ECONNRESET in a build's log. */
function withOwnMessage<Mapped extends NodeApiError | NodeOperationError>(
	mapped: Mapped,
	{ message }: Error,
): Mapped {
	mapped.message = message;
	return mapped;
}

function adviceFor(status: number | null, hints: ErrorHints): string | undefined {
	if (status === null) return hints.noAnswer ?? commonHints.noAnswer;
	const hint = hints[status] ?? commonHints[status];
	if (hint) return hint;
	return status >= 500 ? 'The platform has a fault of its own. Look at its status page, then run this again' : undefined;
}
