import { type INode, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import {
	canHeal,
	failureKindOf,
	mayHaveHappened as mayHaveHappenedAs,
	type FailureKind,
} from '../../deployment/policy/retryPolicy';

/** What to do about a failure, by platform. The vendor's own words come first: one status has many reasons. */
export interface ErrorHints {
	/** Of an answer with this status, unless it met a rate limit, which is 429 whatever status it had. */
	readonly [status: number]: string;
	readonly noAnswer?: string;
	readonly unreadable?: string;
	/** The first that fits decides. */
	readonly words?: readonly WordHint[];
}

export interface WordHint {
	/** What the vendor says; anchored, or so long that no name within the message can be it. */
	readonly pattern: RegExp;
	/** Only of answers with this status. */
	readonly status?: number;
	readonly advice: string;
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
	unreadable:
		"The answer was cut off, or a proxy answered in the platform's place. Look at the current state there, then run this again",
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
		readonly kind: FailureKind = failureKindOf(status),
	) {
		super(
			status === null
				? `${platform} did not answer ${action}: ${vendorMessage}`
				: `${platform} answered ${action} with ${status}: ${vendorMessage}`,
		);
	}

	/** Whether the same request may do better later, with nothing changed. */
	get isTransient(): boolean {
		return canHeal(this.kind);
	}

	/** Whether a write may have been carried out all the same. */
	get mayHaveHappened(): boolean {
		return mayHaveHappenedAs(this.kind);
	}
}

/** Whether a write that threw this may have been carried out all the same: platforms' errors say so of themselves, AWS's too. */
export function mayHaveHappened(error: unknown): boolean {
	return error instanceof Error && 'mayHaveHappened' in error && error.mayHaveHappened === true;
}

/** Whether what was thrown says of itself that the same may work later: platforms' errors do, AWS's too. */
export function isTransient(error: unknown): boolean {
	return error instanceof Error && 'isTransient' in error && error.isTransient === true;
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
 * A fault of the workflow itself: a field that is empty or wrong, a credential that cannot be used. No
 * platform was asked, and asking again changes nothing until a person mends the workflow.
 */
export class ConfigurationError extends OperationFailure {}

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
			description: adviceForError(error, hints),
			httpCode: error.status === null ? undefined : String(error.status),
			itemIndex,
		});
		return withOwnMessage(mapped, error);
	}
	if (error instanceof OperationFailure) {
		const mapped = new NodeOperationError(node, error.message, {
			description: adviceForError(error, hints),
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
function withOwnMessage<Mapped extends NodeApiError | NodeOperationError>(mapped: Mapped, { message }: Error): Mapped {
	mapped.message = message;
	return mapped;
}

/** What to do about a platform's error, by its words, its kind and its status; undefined where nobody knows. */
export function adviceFor(
	{ status, kind, vendorMessage }: PlatformRequestError,
	hints: ErrorHints,
): string | undefined {
	const byWords = hints.words?.find(
		(hint) => (hint.status === undefined || hint.status === status) && hint.pattern.test(vendorMessage),
	);
	if (byWords) return byWords.advice;
	if (status === null) return hints.noAnswer ?? commonHints.noAnswer;
	if (kind === 'unreadable') return hints.unreadable ?? commonHints.unreadable;
	if (kind === 'rateLimited') return hints[429] ?? commonHints[429];
	if (status >= 300 && status < 400) return elsewhere;
	const hint = hints[status] ?? commonHints[status];
	if (hint) return hint;
	return status >= 500
		? 'The platform has a fault of its own. Look at its status page, then run this again'
		: undefined;
}

const elsewhere =
	'It points to another address, which was not followed: the credential is for its own host only. Check the base URL in the credential (https, host), and whether what is asked for was moved or renamed';

/** What to do about what was thrown: its own advice, or that of the platform's error behind it. */
export function adviceForError(error: PlatformRequestError | OperationFailure, hints: ErrorHints): string | undefined {
	if (error instanceof PlatformRequestError) return adviceFor(error, hints);
	if (error.advice !== '') return error.advice;
	return error.cause instanceof PlatformRequestError ? adviceFor(error.cause, hints) : undefined;
}
