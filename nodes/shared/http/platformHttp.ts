import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { messageOf, PlatformRequestError } from '../operation/errors';
import { lowerCaseNames, socketCodeOf, toBytes } from './httpAnswer';
import type { Platform, PlatformRequest } from './platform';
import { redactShort } from './redaction';

/** What is known of a request, whatever becomes of it. */
export interface SentRequest {
	readonly platform: Platform;
	readonly credentials: ICredentialDataDecryptedObject;
	/** What must not appear in an error. */
	readonly secrets: readonly string[];
	/** The request's `secretValues`. */
	readonly values: readonly string[] | undefined;
	/** `GET /sites/x`. */
	readonly action: string;
}

/** What came back, not yet read. */
export interface RawAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly bytes: Buffer;
}

/** A request as n8n's helper takes it. */
export function httpOptions(
	platform: Platform,
	baseUrl: string,
	{ method, path, query, headers, body, timeoutMs }: PlatformRequest,
): IHttpRequestOptions {
	const isJsonBody = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
	return {
		method,
		url: `${baseUrl}${path}`,
		...(query && {
			qs: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)),
		}),
		headers: {
			Accept: 'application/json',
			...(isJsonBody && { 'Content-Type': 'application/json' }),
			...platform.headers,
			...headers,
		},
		// As an object, not yet as text: a credential may add a field of its own to it.
		...(body !== undefined && { body }),
		// Bytes as they came: what a body is, is decided here, so that a broken one is noticed.
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutMs ?? 60_000,
		arrayFormat: 'repeat',
	};
}

/** One try. Failures of the connection come back as a value, since they may be retried. */
export async function send(
	context: IAllExecuteFunctions,
	{ platform, credentials, secrets, values, action }: SentRequest,
	options: IHttpRequestOptions,
): Promise<RawAnswer | PlatformRequestError> {
	const { name, credentialType } = platform;
	const caller = platform.outlivesStop === true ? withoutCancelSignal(context) : context;
	try {
		const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
			caller,
			credentialType,
			options,
			{
				// The item's own credential, read once: n8n would read and decrypt item 0's for every request.
				credentialsDecrypted: { id: credentialType, name, type: credentialType, data: credentials },
			},
		);
		return {
			status: response.statusCode,
			headers: lowerCaseNames(response.headers),
			bytes: toBytes(response.body),
		};
	} catch (error) {
		// An error of the HTTP client carries the whole request, token included: only its words go on.
		const code = socketCodeOf(error);
		const words = messageOf(error);
		const message = code === null || words.includes(code) ? words : `${words} (${code})`;
		return new PlatformRequestError(name, action, null, redactShort(message, secrets, values), code);
	}
}

/** The same context, as n8n's request helper sees it in an execution that nobody stops. */
function withoutCancelSignal(context: IAllExecuteFunctions): IAllExecuteFunctions {
	const caller: IAllExecuteFunctions = Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	});
	return caller;
}
