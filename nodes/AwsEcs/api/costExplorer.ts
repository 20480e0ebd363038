import { createHash, createHmac } from 'node:crypto';

import { SignatureV4 } from '@smithy/signature-v4';

import { isRecord, textAt } from '../../deployment/values/jsonFields';
import { parseJson } from '../../deployment/values/json';
import type { AwsClientConfig } from '../../shared/aws/awsService';

/** What `GetCostAndUsage` is asked with here (AWS Cost Explorer API 2017-10-25). */
export interface CostAndUsageRequest {
	/** `End` is not part of it, and no later than the beginning of the next month. */
	readonly TimePeriod: { readonly Start: string; readonly End: string };
	readonly Granularity: 'MONTHLY';
	readonly Metrics: readonly ['UnblendedCost'];
	readonly GroupBy: ReadonlyArray<{ readonly Type: 'DIMENSION'; readonly Key: 'SERVICE' }>;
	readonly NextPageToken?: string;
}

/**
 * One action of Cost Explorer, signed by the SDK's own signer and sent by its request handler. The SDK's client for
 * the whole service would be bundled for this one read.
 */
export class CostExplorerClient {
	constructor(private readonly config: AwsClientConfig) {}

	/** @returns the answer as it came. @throws Error with the SDK's marks, as its clients throw it. */
	async getCostAndUsage(input: CostAndUsageRequest): Promise<unknown> {
		const home = homeOf(this.config.region);
		const url = new URL(this.config.endpoint ?? home.endpoint);
		const signer = new SignatureV4({
			credentials: this.config.credentials,
			region: home.region,
			service: 'ce',
			sha256: Sha256,
		});
		const request = await signer.sign({
			method: 'POST',
			protocol: url.protocol,
			hostname: url.hostname,
			...(url.port !== '' && { port: Number(url.port) }),
			path: url.pathname,
			query: {},
			headers: {
				host: url.host,
				'content-type': 'application/x-amz-json-1.1',
				'x-amz-target': 'AWSInsightsIndexService.GetCostAndUsage',
			},
			body: JSON.stringify(input),
		});
		const { method, protocol, hostname, port, path, headers, body } = request;
		const sent = { method, protocol, hostname, path, headers, body: body as unknown };
		const { response } = await this.config.requestHandler.handle({ ...sent, ...(port !== undefined && { port }) });
		const { statusCode, body: bytes } = response;
		// A stream comes only where it is asked for, which nothing here does.
		return readAnswer(statusCode, bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : '');
	}
}

/** Cost Explorer is at one place for all regions, another one in China. */
function homeOf(region: string): { readonly region: string; readonly endpoint: string } {
	return region.startsWith('cn-')
		? { region: 'cn-northwest-1', endpoint: 'https://ce.cn-northwest-1.amazonaws.com.cn/' }
		: { region: 'us-east-1', endpoint: 'https://ce.us-east-1.amazonaws.com/' };
}

function readAnswer(status: number, text: string): unknown {
	const parsed = parseJson(text);
	const metadata = { $metadata: { httpStatusCode: status } };
	if (!parsed.ok || !isRecord(parsed.value)) throw Object.assign(new Error('unreadable'), metadata);
	if (status === 200) return parsed.value;
	const code = (textAt(parsed.value, '__type') ?? 'UnknownError').split('#').at(-1) ?? '';
	const message = textAt(parsed.value, 'message') ?? textAt(parsed.value, 'Message') ?? '';
	const $fault = status >= 500 ? 'server' : 'client';
	throw Object.assign(new Error(message), { name: code, $fault, ...metadata });
}

type HashInput = string | ArrayBuffer | ArrayBufferView;

/** As the signer wants it: with a secret an HMAC. */
class Sha256 {
	private hash;

	constructor(private readonly secret?: HashInput) {
		this.hash = this.begin();
	}

	update(data: HashInput): void {
		this.hash.update(bytesOf(data));
	}

	digest(): Promise<Uint8Array> {
		return Promise.resolve(new Uint8Array(this.hash.digest()));
	}

	reset(): void {
		this.hash = this.begin();
	}

	private begin() {
		return this.secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(this.secret));
	}
}

function bytesOf(data: HashInput): Buffer {
	if (typeof data === 'string') return Buffer.from(data);
	return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
