import { NodeOperationError } from 'n8n-workflow';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { OperationFailure, PlatformRequestError } from '../shared/errors';
import { settled } from '../shared/settled';

/**
 * A result of work with `values`. Should it fail, none of them is in the error: a platform's own
 * words may quote what was sent.
 */
export async function concealed<Result>(values: Iterable<string>, work: () => Promise<Result>): Promise<Result> {
	const done = await settled(work());
	if (done.ok) return done.value;
	throw withoutValues(done.error, [...values]);
}

function withoutValues(error: unknown, values: readonly string[]): Error {
	const hide = (text: string): string => hidden(text, values);
	if (error instanceof PlatformRequestError) {
		const { platform, action, status, vendorMessage, code } = error;
		return new PlatformRequestError(platform, hide(action), status, hide(vendorMessage), code);
	}
	if (error instanceof AwsRequestError) {
		const { service, action, status, code, vendorMessage, advice } = error;
		return new AwsRequestError(service, action, status, code, hide(vendorMessage), hide(advice));
	}
	if (error instanceof OperationFailure) {
		return new OperationFailure(hide(error.message), hide(error.advice));
	}
	// n8n's own, such as a credential that was not chosen.
	if (error instanceof NodeOperationError && hide(error.message) === error.message) return error;
	// Anything else is a fault of this code or of n8n's, and may carry the whole request.
	return new OperationFailure(
		hide(error instanceof Error ? error.message : 'The work failed for an unknown reason'),
		'Run Plan to see where the target stands, then run this again',
	);
}

/** Also as they stand in JSON and in a query, where an answer quotes them that way. */
function hidden(text: string, values: readonly string[]): string {
	const forms = values.flatMap((value) => [
		value,
		JSON.stringify(value).slice(1, -1),
		encodeURIComponent(value),
	]);
	// The longest first: a value may be part of another one. A value of up to three characters is in many a word.
	return [...new Set(forms)]
		.filter((form) => form.length > 3)
		.sort((left, right) => right.length - left.length)
		.reduce((rest, form) => rest.split(form).join('***'), text);
}
