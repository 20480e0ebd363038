import type { JsonObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { AwsRequestError } from '../../../shared/aws/awsRequestError';
import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { parseJson } from '../../../deployment/values/json';
import { attempt } from '../../../shared/waiting/attempt';
import { masked, withoutWhole } from './redactText';

/**
 * A result of work with secret values. Should it fail, none of them is in the error, nor a part of
 * one: a platform's own words may quote what was sent, and an answer that cannot be read what was asked for.
 *
 * @param values what must not be seen; more may be added while the work goes on.
 * @param openWords names that may be seen although a value holds them, such as those of keys.
 */
export async function concealed<Result>(
	values: ReadonlySet<string>,
	openWords: ReadonlySet<string>,
	work: () => Promise<Result>,
): Promise<Result> {
	const done = await attempt(work());
	if (done.ok) return done.value;
	throw withoutValues(done.error, [...values], [...openWords]);
}

function withoutValues(error: unknown, values: readonly string[], openWords: readonly string[]): Error {
	const whole = (text: string): string => withoutWhole(text, values);
	const hide = (text: string): string => masked(text, values, openWords);
	if (error instanceof PlatformRequestError) {
		const { platform, action, status, vendorMessage, code, kind } = error;
		const hiddenCode = code === null ? null : hide(code);
		return new PlatformRequestError(platform, whole(action), status, hide(vendorMessage), hiddenCode, kind);
	}
	if (error instanceof AwsRequestError) {
		const { service, action, status, code, vendorMessage, advice } = error;
		const words = isGood(status) ? 'the answer cannot be read' : hide(vendorMessage);
		return new AwsRequestError(service, action, status, code === null ? null : hide(code), words, whole(advice));
	}
	if (error instanceof OperationFailure) {
		return new OperationFailure(hide(error.message), whole(error.advice), hiddenIn(error.context, hide));
	}
	// n8n's own, such as a credential that was not chosen.
	if (error instanceof NodeOperationError && hide(error.message) === error.message) return error;
	// A fault of this code or of a library: its words may quote anything, and it may carry the whole request.
	return new OperationFailure(
		`Secret Sync could not go on because of a fault (${error instanceof Error ? error.name : typeof error}); what it says is left out, since it may quote a secret`,
		'Run Plan to see where the target stands, then run this again; if it stays, report it to the makers of this node',
	);
}

const isGood = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

function hiddenIn(context: JsonObject, hide: (text: string) => string): JsonObject {
	const text = JSON.stringify(context);
	const clean = hide(text);
	if (clean === text) return context;
	const parsed = parseJson(clean);
	return parsed.ok && typeof parsed.value === 'object' ? (parsed.value as JsonObject) : {};
}
