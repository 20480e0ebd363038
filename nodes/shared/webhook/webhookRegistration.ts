import type { IHookFunctions, IWebhookDescription } from 'n8n-workflow';

import { type ErrorHints, ConfigurationError, toNodeError } from '../operation/errors';

const answeredOnceStored: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	// n8n answers with `webhookResponse` once the execution is stored. Empty, since left out
	// it would answer with the words "firstEntryJson".
	responseMode: 'onReceived',
	responseData: '',
	path: 'webhook',
};

/** The webhook of a trigger that checks each request itself, and says 202 once n8n has stored the execution. */
export const checkedWebhook: IWebhookDescription = Object.assign(answeredOnceStored, {
	// A number, which n8n hands on to Express as it is: for an expression it would need an isolate for each
	// delivery. n8n's type of a webhook has no numbers.
	responseCode: 202,
});

/**
 * Versions of a trigger with such a webhook. They behave alike: for version 1 of any node n8n evaluates an
 * expression of its own for each delivery (`parseRequestBody` in its webhook-helpers), for later ones it does not.
 */
export const checkedWebhookVersions = { version: [1, 2], defaultVersion: 2 };

/** One of a webhook's life cycle methods. @throws NodeApiError | NodeOperationError for whatever it raises. */
export async function inHook(
	functions: IHookFunctions,
	hints: ErrorHints,
	work: (functions: IHookFunctions) => Promise<boolean>,
): Promise<boolean> {
	try {
		return await work(functions);
	} catch (error) {
		throw toNodeError(functions.getNode(), error, 0, hints);
	}
}

/** The address at which n8n takes this node's requests. @throws ConfigurationError when n8n gives none. */
export function webhookUrlOf(functions: IHookFunctions): string {
	const url = functions.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw new ConfigurationError('n8n gave this node no webhook address', 'Save the workflow, then publish it again');
}
