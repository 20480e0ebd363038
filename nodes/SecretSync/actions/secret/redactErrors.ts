import type { JsonObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { parseJson } from '../../../deployment/values/json';
import { AwsRequestError } from '../../../shared/aws/awsRequestError';
import { ConfigurationError, OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { redactParts, redactWhole } from './redactText';

/**
 * The result of work with secret values. Should it fail, none of them is in the error, nor a part of
 * one: a platform's own words may quote what was sent, and an answer that cannot be read what was asked for.
 *
 * @param values what must not be seen; more may be added while the work goes on.
 * @param openWords names that may be seen although a value holds them, such as those of keys.
 */
export async function redactErrors<Result>(
	values: ReadonlySet<string>,
	openWords: ReadonlySet<string>,
	work: () => Promise<Result>,
): Promise<Result> {
	const done = await attempt(work());
	if (done.ok) return done.value;
	throw redactError(done.error, [...values], [...openWords]);
}

function redactError(error: unknown, values: readonly string[], openWords: readonly string[]): Error {
	const whole = (text: string): string => redactWhole(text, values);
	const parts = (text: string): string => redactParts(text, values, openWords);
	if (error instanceof PlatformRequestError) {
		const { platform, action, status, vendorMessage, code, kind } = error;
		return new PlatformRequestError(
			platform,
			whole(action),
			status,
			parts(vendorMessage),
			code === null ? null : parts(code),
			kind,
		);
	}
	if (error instanceof AwsRequestError) {
		const { service, action, status, code, vendorMessage, advice } = error;
		const words = isSuccess(status) ? 'the answer cannot be read' : parts(vendorMessage);
		return new AwsRequestError(service, action, status, code === null ? null : parts(code), words, whole(advice));
	}
	if (error instanceof OperationFailure) {
		const Failure = error instanceof ConfigurationError ? ConfigurationError : OperationFailure;
		return new Failure(parts(error.message), whole(error.advice), redactContext(error.context, parts));
	}
	// n8n's own, such as a credential that was not chosen.
	if (error instanceof NodeOperationError && parts(error.message) === error.message) return error;
	// A fault of this code or of a library: its words may quote anything, and it may carry the whole request.
	return new OperationFailure(
		`Secret Sync stopped at an unexpected fault (${error instanceof Error ? error.name : typeof error}); its message is left out, since it may quote a secret`,
		'Run Plan to see where the target stands, then run this again. If it persists, report it to the makers of this node',
	);
}

const isSuccess = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

function redactContext(context: JsonObject, redactText: (text: string) => string): JsonObject {
	const text = JSON.stringify(context);
	const clean = redactText(text);
	if (clean === text) return context;
	const parsed = parseJson(clean);
	return parsed.ok && typeof parsed.value === 'object' ? (parsed.value as JsonObject) : {};
}
