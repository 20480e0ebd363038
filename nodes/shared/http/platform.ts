import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { FailureKind, RetryPolicy } from '../../deployment/policy/retryPolicy';

/** How one platform differs from another: fields, never another kernel. */
export interface Platform {
	/** As people write it: `Netlify`. */
	readonly name: string;
	readonly credentialType: string;
	/** The credential's field that holds the base URL, where a platform has more than one API. Default `baseUrl`. */
	readonly baseUrlField?: string;
	/** What the address in that field ends with and this API's does not: `/graphql`. */
	readonly baseUrlEnding?: string;
	/** Fields of the credential that are no secret: what they hold may stand in an error. Addresses never are one. */
	readonly openFields?: readonly string[];
	/**
	 * Whether requests go on after a person stops the execution, which n8n would otherwise cut off: for
	 * work that must be undone rather than left half done. Its operations watch the cancel signal.
	 */
	readonly outlivesStop?: boolean;
	/** Used when the credential's base URL is empty. */
	readonly defaultBaseUrl: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly retryPolicy?: RetryPolicy;
	/** For answers of the kind `rateLimited`, where the vendor asks for other pauses. Default `retryPolicy`. */
	readonly rateLimitPolicy?: RetryPolicy;
	/**
	 * What an answer that is not accepted means, by the vendor's own words and headers; undefined where its
	 * status says it: 429 a rate limit, 408 and 5xx a service that is away, all else a refusal.
	 */
	readonly readFailureKind?: (answer: ErrorAnswer) => FailureKind | undefined;
	/** The vendor's own words in an error body; undefined when there are none. */
	readonly readErrorMessage?: (body: unknown) => string | undefined;
}

/** An answer that is not accepted, as `readFailureKind` sees it. */
export interface ErrorAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The vendor's own words; empty when there are none. */
	readonly message: string;
	/** The vendor's machine-readable code. */
	readonly code: string | null;
}

export interface PlatformRequest {
	readonly method: IHttpRequestMethods;
	/** Below the base URL, built with `path`. */
	readonly path: string;
	readonly query?: IDataObject;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object or array is sent as JSON, a Buffer or string as it is. */
	readonly body?: IDataObject | unknown[] | Buffer | string;
	/** Values in the path or the body that no error may repeat: platforms quote what they refuse. */
	readonly secretValues?: readonly string[];
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
