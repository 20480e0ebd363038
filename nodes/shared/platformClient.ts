import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import {
	decideRetry,
	defaultRetryPolicy,
	parseRetryAfterMs,
	type RetryPolicy,
} from '../deployment/retryPolicy';
import { clock } from './clock';
import { type ErrorHints, OperationFailure, PlatformRequestError } from './errors';
import { parseJson } from './parseJson';
import { scrub } from './redaction';

/** How one platform differs from another: fields, never another kernel. */
export interface Platform {
	/** As people write it: `Netlify`. */
	readonly name: string;
	readonly credentialType: string;
	/** The credential's field that holds the base URL, where a platform has more than one API. Default `baseUrl`. */
	readonly baseUrlField?: string;
	/** Fields of the credential that are no secret: what they hold may stand in an error. Addresses never are one. */
	readonly openFields?: readonly string[];
	/**
	 * Whether requests go on after a person stops the execution, which n8n would otherwise cut off: for
	 * work that must be undone rather than left half done. Its operations watch the cancel signal.
	 */
	readonly outlivesStop?: boolean;
	/** Used when the credential's base URL is empty. */
	readonly defaultBaseUrl: string;
	readonly hints: ErrorHints;
	readonly headers?: Readonly<Record<string, string>>;
	readonly retryPolicy?: RetryPolicy;
	/** The vendor's own words in an error body; undefined when there are none. */
	readonly readErrorMessage?: (body: unknown) => string | undefined;
}

export interface PlatformRequest {
	readonly method: IHttpRequestMethods;
	/** Below the base URL, built with `path`. */
	readonly path: string;
	readonly query?: IDataObject;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object or array is sent as JSON, a Buffer or string as it is. */
	readonly body?: IDataObject | unknown[] | Buffer | string;
	/** Whether doing it twice does no harm. Reads, PUT and DELETE are unless told otherwise; POST and PATCH only when told. */
	readonly safeToRepeat?: boolean;
	/** For one try. Default 60 s. */
	readonly timeoutMs?: number;
	/** Statuses that are an answer rather than an error, such as 404 for "is it there?". */
	readonly acceptStatuses?: readonly number[];
	/** `text` keeps the body as it came. */
	readonly responseType?: 'json' | 'text';
}

export interface PlatformResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

export interface PlatformClient {
	readonly platform: Platform;
	/** Base URL in force, without a slash at the end. */
	baseUrl(): Promise<string>;
	/** @throws PlatformRequestError when no good answer came, after the retries the policy allows. */
	request(request: PlatformRequest): Promise<PlatformResponse>;
	/** The body as a JSON object. @throws PlatformRequestError also when it is none. */
	object<Body extends object>(request: PlatformRequest): Promise<Body>;
	/** The body as a JSON array. @throws PlatformRequestError also when it is none. */
	list<Element>(request: PlatformRequest): Promise<Element[]>;
}

const repeatableMethods: readonly IHttpRequestMethods[] = ['GET', 'HEAD', 'PUT', 'DELETE'];

/**
 * The one way in which nodes talk to a platform: n8n's authenticated HTTP helper, with base URL,
 * retries, time limits and errors that hold no secret. Redirects are not followed, so a token only
 * ever reaches the host of its own credential.
 *
 * `itemIndex` is the item whose credential is used; hooks and pickers, which have none, pass 0.
 */
export function createPlatformClient(
	platform: Platform,
	context: IAllExecuteFunctions,
	itemIndex: number,
): PlatformClient {
	let loaded: Promise<ICredentialDataDecryptedObject> | undefined;
	const credentials = async () => {
		loaded ??= readCredentials(context, platform.credentialType, itemIndex);
		return await loaded;
	};
	const baseUrl = async () => 
		normalizeBaseUrl(platform, (await credentials())[platform.baseUrlField ?? 'baseUrl']);

	const request = async (input: PlatformRequest): Promise<PlatformResponse> => {
		const policy = platform.retryPolicy ?? defaultRetryPolicy;
		const safeToRepeat = input.safeToRepeat ?? repeatableMethods.includes(input.method);
		const options = toHttpOptions(platform, await baseUrl(), input);
		const secrets = secretValues(await credentials(), platform.openFields ?? []);
		const action = `${input.method} ${input.path}`;
		for (let attempt = 1; ; attempt++) {
			const outcome = await send(context, platform, await credentials(), options, action, secrets);
			const accepted =
				!(outcome instanceof PlatformRequestError) &&
				((outcome.status >= 200 && outcome.status < 300) ||
					input.acceptStatuses?.includes(outcome.status) === true);
			if (accepted) return readBody(platform, outcome, input, action, secrets);
			const decision = decideRetry(policy, {
				attempt,
				status: isRateLimited(outcome) ? 429 : outcome.status,
				retryAfterMs:
					outcome instanceof PlatformRequestError ? null : retryDelayMs(outcome.headers),
				safeToRepeat,
				random: clock.random(),
			});
			if (!decision.retry) {
				throw outcome instanceof PlatformRequestError
					? outcome
					: answeredWithError(platform, outcome, action, secrets);
			}
			await clock.sleep(decision.delayMs);
		}
	};

	return {
		platform,
		baseUrl,
		request,
		async object<Body extends object>(input: PlatformRequest) {
			const { body, status } = await request(input);
			if (isJsonObject<Body>(body)) return body;
			throw unreadable(platform, `${input.method} ${input.path}`, status, 'a JSON object');
		},
		async list<Element>(input: PlatformRequest) {
			const { body, status } = await request(input);
			if (isJsonArray<Element>(body)) return body;
			throw unreadable(platform, `${input.method} ${input.path}`, status, 'a JSON list');
		},
	};
}

// The element and field types are the vendor's, held by the contract tests; every field that may
// be absent is optional in them.
function isJsonObject<Body extends object>(body: unknown): body is Body {
	return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function isJsonArray<Element>(body: unknown): body is Element[] {
	return Array.isArray(body);
}

async function readCredentials(
	context: IAllExecuteFunctions,
	credentialType: string,
	itemIndex: number,
): Promise<ICredentialDataDecryptedObject> {
	return await context.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
}

/** @throws OperationFailure when the credential's base URL is not an http or https address. */
function normalizeBaseUrl(platform: Platform, configured: unknown): string {
	const text =
		typeof configured === 'string' && configured.trim() !== ''
			? configured.trim()
			: platform.defaultBaseUrl;
	const parsed = URL.canParse(text) ? new URL(text) : undefined;
	if (parsed === undefined) {
		throw new OperationFailure(
			`The base URL of the ${platform.name} credential is not an address: ${text}`,
			'Give one such as https://api.example.com',
		);
	}
	if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') {
		throw new OperationFailure(
			`The base URL of the ${platform.name} credential must be http or https, not ${parsed.protocol}`,
			'Give one such as https://api.example.com, or leave it empty',
		);
	}
	return text.replace(/\/+$/, '');
}

function toHttpOptions(
	platform: Platform,
	baseUrl: string,
	input: PlatformRequest,
): IHttpRequestOptions {
	const isJsonBody =
		input.body !== undefined && typeof input.body !== 'string' && !Buffer.isBuffer(input.body);
	return {
		method: input.method,
		url: `${baseUrl}${input.path}`,
		...(input.query && { qs: withoutUndefined(input.query) }),
		headers: {
			Accept: 'application/json',
			...(isJsonBody && { 'Content-Type': 'application/json' }),
			...platform.headers,
			...input.headers,
		},
		// As an object, not yet as text: a credential may add a field of its own to it.
		...(input.body !== undefined && { body: input.body }),
		// Bytes as they came: what a body is, is decided here, so that a broken one is noticed.
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: input.timeoutMs ?? 60_000,
		arrayFormat: 'repeat',
	};
}

function withoutUndefined(query: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

interface RawResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly bytes: Buffer;
}

/** One try. Failures of the connection come back as a value, since they may be retried. */
async function send(
	context: IAllExecuteFunctions,
	platform: Platform,
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	action: string,
	secrets: readonly string[],
): Promise<RawResponse | PlatformRequestError> {
	const { credentialType } = platform;
	const caller = platform.outlivesStop === true ? withoutCancelSignal(context) : context;
	try {
		const response: IN8nHttpFullResponse =
			await context.helpers.httpRequestWithAuthentication.call(caller, credentialType, options, {
				// The item's own credential, read once: n8n would read and decrypt item 0's for every request.
				credentialsDecrypted: {
					id: credentialType,
					name: platform.name,
					type: credentialType,
					data: credentials,
				},
			});
		return {
			status: response.statusCode,
			headers: lowerCaseNames(response.headers),
			bytes: toBytes(response.body),
		};
	} catch (error) {
		// An error of the HTTP client carries the whole request, token included: only its words go on.
		const code = socketCodeOf(error);
		const words = error instanceof Error ? error.message : String(error);
		const message = code === null || words.includes(code) ? words : `${words} (${code})`;
		return new PlatformRequestError(platform.name, action, null, scrub(message, secrets), code);
	}
}

/** The same context, as n8n's request helper sees it in an execution that nobody stops. */
function withoutCancelSignal(context: IAllExecuteFunctions): IAllExecuteFunctions {
	const caller: IAllExecuteFunctions = Object.create(context, {
		getExecutionCancelSignal: { value: () => undefined },
	});
	return caller;
}

/** `ECONNREFUSED` and the like; n8n wraps the error that has it. */
function socketCodeOf(error: unknown): string | null {
	for (let layer = error, depth = 0; depth < 4; depth++) {
		if (typeof layer !== 'object' || layer === null) return null;
		if ('code' in layer && typeof layer.code === 'string') return layer.code;
		const wrapped: unknown = Reflect.get(layer, 'cause') ?? Reflect.get(layer, 'errorResponse');
		layer = wrapped;
	}
	return null;
}

function toBytes(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	if (body instanceof ArrayBuffer) return Buffer.from(body);
	if (typeof body === 'string') return Buffer.from(body);
	return body === undefined || body === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

function lowerCaseNames(headers: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [
				name.toLowerCase(),
				Array.isArray(value) ? value.join(', ') : String(value),
			]),
	);
}

/** GitHub says 403, not 429, for most of its rate limits (docs.github.com, "Rate limits for the REST API"). */
function isRateLimited(outcome: RawResponse | PlatformRequestError): boolean {
	if (outcome instanceof PlatformRequestError || outcome.status !== 403) return false;
	return (
		outcome.headers['retry-after'] !== undefined || outcome.headers['x-ratelimit-remaining'] === '0'
	);
}

/** `Retry-After`, or GitHub's reset time when a rate limit is used up. */
function retryDelayMs(headers: Readonly<Record<string, string>>): number | null {
	const retryAfterMs = parseRetryAfterMs(headers['retry-after'], clock.now());
	if (retryAfterMs !== null || headers['x-ratelimit-remaining'] !== '0') return retryAfterMs;
	const resetSeconds = Number(headers['x-ratelimit-reset']);
	return Number.isFinite(resetSeconds) ? Math.max(0, resetSeconds * 1000 - clock.now()) : null;
}

function readBody(
	platform: Platform,
	response: RawResponse,
	input: PlatformRequest,
	action: string,
	secrets: readonly string[],
): PlatformResponse {
	const { status, headers } = response;
	const text = response.bytes.toString('utf8');
	if (input.responseType === 'text') return { status, headers, body: text };
	if (text.trim() === '') return { status, headers, body: null };
	const parsed = parseJson(text);
	if (parsed.ok) return { status, headers, body: parsed.value };
	throw new PlatformRequestError(
		platform.name,
		action,
		status,
		`the answer is not JSON: ${scrub(text.slice(0, 120), secrets)}`,
	);
}

function unreadable(
	platform: Platform,
	action: string,
	status: number,
	expected: string,
): PlatformRequestError {
	return new PlatformRequestError(platform.name, action, status, `the answer is not ${expected}`);
}

function answeredWithError(
	platform: Platform,
	response: RawResponse,
	action: string,
	secrets: readonly string[],
): PlatformRequestError {
	const text = response.bytes.toString('utf8');
	const parsed = parseJson(text);
	// Not JSON: an error page, whose text is the message.
	const body = parsed.ok ? parsed.value : text.replace(/<[^>]*>/g, ' ');
	const words = platform.readErrorMessage?.(body) ?? wordsOf(body);
	const waitMs = retryDelayMs(response.headers);
	const wait = waitMs === null ? '' : ` (try again in ${Math.ceil(waitMs / 1000)} s)`;
	return new PlatformRequestError(
		platform.name,
		action,
		response.status,
		`${scrub(words || 'no explanation given', secrets)}${wait}`,
		codeOf(body),
	);
}

function wordsOf(body: unknown): string {
	if (typeof body === 'string') return body;
	if (typeof body !== 'object' || body === null) return '';
	for (const name of ['message', 'Message', 'error', 'error_message', 'detail']) {
		const value: unknown = Reflect.get(body, name);
		if (typeof value === 'string' && value !== '') return value;
	}
	const errors: unknown = Reflect.get(body, 'errors');
	return errors === undefined ? '' : JSON.stringify(errors);
}

function codeOf(body: unknown): string | null {
	if (typeof body !== 'object' || body === null) return null;
	const code: unknown = Reflect.get(body, 'code');
	return typeof code === 'string' || typeof code === 'number' ? String(code) : null;
}

/** Every text in a credential but its addresses: what must not appear in an error. */
function secretValues(
	credentials: ICredentialDataDecryptedObject,
	openFields: readonly string[],
): string[] {
	return Object.entries(credentials).flatMap(([name, value]) =>
		typeof value === 'string' && !/url$/i.test(name) && !openFields.includes(name)
			? value.split(/[\n,]/).map((part) => part.trim())
			: [],
	);
}
