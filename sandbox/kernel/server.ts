import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import type { SandboxExchange } from './exchange';
import type { FaultList, FaultSpecification } from './faults';
import type { EncodedResponse, RequestParts } from './httpMessages';
import { encodeError, encodeResponse, makeRequest, readBody } from './httpMessages';
import { isLoopbackHost } from './loopback';
import type { SandboxRequest, SandboxResponse } from './platform';
import { requestAction } from './requestAction';
import type { Router } from './router';

/** Routes under one prefix. */
export interface Mount {
	/** In the log and in faults; `undefined`: neither logged nor faulted (the control API). */
	readonly platform: string | undefined;
	/** `/netlify`; empty for the root. */
	readonly prefix: string;
	/** Only this very path, not what is below it. */
	readonly exact?: boolean;
	readonly router: Router;
	readonly notFound?: (request: SandboxRequest) => SandboxResponse;
}

export interface ServerOptions {
	readonly host: string;
	readonly port: number;
	/** Names, besides loopback ones, by which platforms may be asked; never the control API and the page. */
	readonly allowedHosts: readonly string[];
	readonly maximumBodyBytes: number;
	/** The mounts in force; asked anew for each request. */
	readonly mounts: () => readonly Mount[];
	readonly faults: FaultList;
	readonly latencyMs: () => number;
	readonly record: (exchange: SandboxExchange) => void;
}

export interface RunningServer {
	readonly origin: string;
	close(): Promise<void>;
}

const cut = Symbol('connection cut');
const held = Symbol('never answered');
type Outcome = (EncodedResponse & { readonly isCutOff?: boolean }) | typeof cut | typeof held;

const wait = async (delayMs: number): Promise<void> =>
	await new Promise((resolve) => {
		setTimeout(resolve, delayMs).unref();
	});

/** Bytes that announce JSON and do not parse as such: the first half of the real answer. */
function malform(response: EncodedResponse): EncodedResponse {
	const half = response.body.subarray(0, Math.floor(response.body.length / 2));
	const body = Buffer.concat([Buffer.from('{"'), half.length > 2 ? half.subarray(2) : half]);
	return {
		status: response.status === 204 || response.status === 304 ? 200 : response.status,
		headers: {
			...response.headers,
			'content-type': 'application/json; charset=utf-8',
			'content-length': String(body.length),
		},
		body,
	};
}

function faultAnswer(fault: FaultSpecification): EncodedResponse {
	const status = fault.status ?? 500;
	const headers = fault.headers ?? {};
	return encodeResponse({
		status,
		headers,
		body: fault.body === undefined ? { message: `Sandbox fault: ${status}` } : fault.body,
	});
}

async function carryOut(mount: Mount, parts: RequestParts): Promise<EncodedResponse> {
	try {
		const match = mount.router.match(parts.method, parts.path);
		const request = makeRequest({ ...parts, params: match?.params ?? {} });
		if (match) return encodeResponse(await match.handle(request));
		if (mount.notFound) return encodeResponse(mount.notFound(request));
		return encodeResponse({
			status: 404,
			body: { message: 'Not Found', path: `${mount.prefix}${parts.path}` },
		});
	} catch (error) {
		return encodeError(error);
	}
}

async function applyFault(
	fault: FaultSpecification | undefined,
	method: string,
	answer: () => Promise<EncodedResponse>,
): Promise<Outcome> {
	if (!fault) return await answer();
	switch (fault.kind) {
		case 'status':
			return faultAnswer(fault);
		case 'timeout':
			return held;
		case 'reset':
			return cut;
		case 'lostReply':
			await answer();
			return cut;
		case 'cutOff':
			return { ...(await answer()), isCutOff: true };
		case 'malformed':
			// A HEAD has no body that could come wrong, and its length is that of the other body.
			return method === 'HEAD' ? await answer() : malform(await answer());
		case 'delay':
			await wait(fault.delayMs ?? 0);
			return await answer();
	}
}

/** Whether a mount answers a request with this `Host` header. */
function answersTo(host: string | undefined, { platform }: Mount, options: ServerOptions): boolean {
	if (isLoopbackHost(host)) return true;
	if (platform === undefined || host === undefined) return false;
	const listensOnLoopback = isLoopbackHost(hostInUrl(options.host));
	return !listensOnLoopback || options.allowedHosts.includes(host.toLowerCase().replace(/:\d+$/, ''));
}

function hostInUrl(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}

function mountAt(mounts: readonly Mount[], path: string): Mount | undefined {
	return mounts.find(
		({ prefix, exact }) => path === (exact ? `${prefix}/` : prefix) || (!exact && path.startsWith(`${prefix}/`)),
	);
}

function refuseHost(host: string | undefined, response: ServerResponse): void {
	const message = `The sandbox answers to loopback names only (127.0.0.1, localhost, [::1]), not to "${host ?? ''}". SANDBOX_ALLOWED_HOSTS names others that may ask its platforms.`;
	const refusal = encodeResponse({ status: 403, body: { message } });
	response.writeHead(refusal.status, { ...refusal.headers, connection: 'close' }).end(refusal.body);
}

async function listen(server: Server, { port, host }: ServerOptions): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

/** The one HTTP server of a sandbox. Resolves when it listens; rejects when the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	let origin = '';

	const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const startedAtMs = Date.now();
		const startedAt = performance.now();
		const url = request.url ?? '/';
		const queryAt = url.indexOf('?');
		const fullPath = queryAt < 0 ? url : url.slice(0, queryAt);
		const mount = mountAt(options.mounts(), fullPath);
		if (!mount) {
			response.writeHead(503).end();
			return;
		}
		if (!answersTo(request.headers.host, mount, options)) {
			refuseHost(request.headers.host, response);
			return;
		}
		const parts: { -readonly [Key in keyof RequestParts]: RequestParts[Key] } = {
			method: (request.method ?? 'GET').toUpperCase(),
			path: fullPath.slice(mount.prefix.length) || '/',
			query: new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1)),
			headers: request.headers,
			origin,
			baseUrl: `${origin}${mount.prefix}`,
			body: Buffer.alloc(0),
		};
		const { platform = '' } = mount;
		// The page looks at the deployed sites each few seconds: that must neither fill the log nor use up faults.
		const fromPage = platform === 'public' && request.headers['x-sandbox-page'] !== undefined;
		const unrecorded = platform === '' || fromPage;
		let fault: FaultSpecification | undefined;
		let outcome: Outcome;
		try {
			parts.body = await readBody(request, options.maximumBodyBytes);
			if (unrecorded) {
				outcome = await carryOut(mount, parts);
			} else {
				if (options.latencyMs() > 0) await wait(options.latencyMs());
				const action = options.faults.isEmpty ? '' : requestAction(parts.headers, parts.body);
				fault = options.faults.take(platform, parts.method, parts.path, action);
				outcome = await applyFault(fault, parts.method, async () => await carryOut(mount, parts));
			}
		} catch (error) {
			// Nobody is left to answer when the client went away while it was sending.
			if (request.destroyed && !request.complete && request.errored) return;
			outcome = encodeError(error);
		}
		const answered = outcome === cut || outcome === held ? undefined : outcome;
		if (!unrecorded) {
			options.record({
				platform,
				method: parts.method,
				path: parts.path,
				query: parts.query,
				requestHeaders: request.headers,
				requestBody: parts.body,
				status: answered?.status,
				responseHeaders: answered?.headers ?? {},
				responseBody: answered?.body ?? Buffer.alloc(0),
				fault: fault?.kind,
				startedAtMs,
				durationMs: Math.round((performance.now() - startedAt) * 1000) / 1000,
			});
		}
		if (outcome === held) return;
		if (outcome === cut) {
			request.socket.destroy();
			return;
		}
		response.writeHead(outcome.status, outcome.headers);
		if (outcome.isCutOff) {
			const half = outcome.body.subarray(0, Math.floor(outcome.body.length / 2));
			response.write(half, () => request.socket.destroy());
			return;
		}
		response.end(parts.method === 'HEAD' ? undefined : outcome.body);
	};

	const server = createServer((request, response) => {
		serve(request, response).catch((error: unknown) => {
			response.destroy(error instanceof Error ? error : new Error(String(error)));
		});
	});
	// n8n keeps sockets open between polls; Node's default of 5 s would make a reused one fail now and then.
	server.keepAliveTimeout = 65_000;
	await listen(server, options);
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The sandbox has no port');
	origin = `http://${hostInUrl(options.host)}:${address.port}`;
	return {
		origin,
		async close() {
			await new Promise<void>((resolve, reject) => {
				server.close((error) => (error ? reject(error) : resolve()));
				server.closeAllConnections();
			});
		},
	};
}
