import type { INodeParameters } from 'n8n-workflow';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { HealthCheck } from '../../../nodes/HealthCheck/HealthCheck.node';
import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { createManualClock, type ManualClock } from '../../../sandbox/kernel/clock';
import { runNode, runNodeForJson } from '../../n8n/nodeHarness';
import { startHealthServer, type HealthServer } from './healthServer';

const commit = '4f1c2d3e4f5061728394a5b6c7d8e9f001122334';
const defaults: INodeParameters = {
	method: 'GET',
	expectedStatus: '200-299',
	bodyMatch: 'none',
	versionMatch: 'none',
	consecutiveSuccesses: 3,
	intervalSeconds: 2,
	timeoutSeconds: 120,
	requestTimeoutSeconds: 10,
	maxLatencyMs: 0,
	followRedirects: true,
	onBadEnd: 'return',
};

let clock: ManualClock;
let restoreClock: () => void;
const servers: HealthServer[] = [];

beforeEach(() => {
	clock = createManualClock();
	restoreClock = replaceClock({
		now: () => clock.now(),
		random: () => 0.5,
		sleep: async (durationMs) => {
			clock.advance(durationMs);
		},
	});
});

afterEach(async () => {
	restoreClock();
	for (const server of servers.splice(0)) await server.close();
});

async function serve(
	answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<HealthServer> {
	const server = await startHealthServer(answer);
	servers.push(server);
	return server;
}

async function check(parameters: INodeParameters) {
	const [json] = await runNodeForJson({
		node: new HealthCheck(),
		parameters: { ...defaults, ...parameters },
	});
	return json ?? {};
}

async function failureOf(parameters: INodeParameters) {
	const run = runNode({ node: new HealthCheck(), parameters: { ...defaults, onBadEnd: 'fail', ...parameters } });
	const error: unknown = await run.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof Error)) throw new Error('The node did not fail');
	return { message: error.message, advice: 'description' in error ? String(error.description) : '' };
}

describe('Health Check', () => {
	it('is healthy after three good answers in a row, and keeps the first failure', async () => {
		const server = await serve((_request, response, count) => {
			if (count === 1) clock.advance(40);
			if (count === 2) clock.advance(20);
			response.statusCode = count === 1 || count === 3 ? 503 : 200;
			response.end(count === 1 ? 'starting\n  up' : 'fine');
		});
		const result = await check({ url: `${server.origin}/health` });
		expect(server.asked).toHaveLength(6);
		expect(result).toMatchObject({
			healthy: true,
			url: `${server.origin}/health`,
			checks: 6,
			consecutive: 3,
			reason: '',
			version: null,
			latencyMs: { min: 0, median: 0, max: 40 },
			firstFailure: {
				at: '2026-01-01T00:00:00.000Z',
				status: 503,
				reason: 'answers 503, not 200-299',
				bodyExcerpt: 'starting up',
			},
			lastFailure: { at: '2026-01-01T00:00:04.060Z', status: 503 },
			waitedSeconds: 10.06,
		});
	});

	it('fails at the deadline with the first failure and what to do', async () => {
		const server = await serve((_request, response, count) => {
			response.statusCode = count === 1 ? 500 : 503;
			response.end();
		});
		const { message, advice } = await failureOf({ url: server.origin, timeoutSeconds: 10 });
		expect(message).toContain('did not become healthy in 10 s: 0 of 3 good answers in a row after 6 checks');
		expect(message).toContain('first failure at 2026-01-01T00:00:00.000Z: answers 500');
		expect(message).toContain('last failure at 2026-01-01T00:00:10.000Z: answers 503');
		expect(advice).toContain('On Failure');
	});

	it('is not healthy when the old version still answers well', async () => {
		const server = await serve((request, response) => {
			response.setHeader('x-commit', 'aaaaaaa');
			response.end(request.url === '/version.json' ? JSON.stringify({ commit: 'b'.repeat(40) }) : 'ok');
		});
		const result = await check({
			url: `${server.origin}/health`,
			versionMatch: 'jsonPath',
			versionJsonPath: 'commit',
			versionUrl: `${server.origin}/version.json`,
			expectedVersion: commit,
			timeoutSeconds: 4,
		});
		expect(result).toMatchObject({
			healthy: false,
			version: 'b'.repeat(40),
			reason: `serves ${'b'.repeat(40)}, not ${commit}`,
		});
	});

	it('accepts a short commit in a header for the whole one', async () => {
		const server = await serve((_request, response) => {
			response.setHeader('X-Commit', commit.slice(0, 7));
			response.end();
		});
		const result = await check({
			url: server.origin,
			method: 'HEAD',
			versionMatch: 'header',
			versionHeader: 'x-commit',
			expectedVersion: commit,
			consecutiveSuccesses: 1,
		});
		expect(result).toMatchObject({ healthy: true, version: commit.slice(0, 7), checks: 1 });
		expect(server.asked).toEqual(['HEAD /']);
	});

	it.each<[string, INodeParameters, string | RegExp]>([
		['body text', { bodyMatch: 'contains', bodyContains: 'ready' }, 'the body does not contain "ready"'],
		[
			'pattern',
			{ bodyMatch: 'regularExpression', bodyPattern: '"up":\\s*true' },
			'the body does not match /"up":\\s*true/',
		],
		[
			'JSON value',
			{ bodyMatch: 'jsonPathEquals', bodyJsonPath: '$.checks[0].ok', bodyJsonValue: 'true' },
			'$.checks[0].ok is false, not true',
		],
		['JSON path', { bodyMatch: 'jsonPathEquals', bodyJsonPath: 'state', bodyJsonValue: 'ok' }, 'the body has no state'],
		['header', { headerMatch: { header: [{ name: 'X-Node', value: 'b' }] } }, 'has the header x-node: a, not b'],
		['missing header', { headerMatch: { header: [{ name: 'X-Other', value: '' }] } }, 'has no header x-other'],
		['status', { expectedStatus: '204, 3xx' }, 'answers 200, not 204, 3xx'],
		['latency', { maxLatencyMs: 25 }, 'took 30 ms, more than 25 ms'],
		[
			'version',
			{ versionMatch: 'jsonPath', versionJsonPath: 'commit', expectedVersion: 'abc' },
			'its version cannot be read: the body has no commit (status 200)',
		],
		['version header', { versionMatch: 'header', versionHeader: 'x-node', expectedVersion: 'b' }, 'serves a, not b'],
	])('says which %s is wrong', async (_what, parameters, reason) => {
		const server = await serve((_request, response) => {
			clock.advance(30);
			response.setHeader('x-node', 'a');
			response.end(JSON.stringify({ checks: [{ ok: false }] }));
		});
		const result = await check({ url: server.origin, timeoutSeconds: 5, ...parameters });
		expect(result).toMatchObject({ healthy: false, reason, firstFailure: { status: 200, reason } });
	});

	it('takes what matches', async () => {
		const server = await serve((_request, response) => {
			response.setHeader('x-node', 'a');
			response.end(JSON.stringify({ checks: [{ ok: true }], message: 'all is up' }));
		});
		for (const parameters of [
			{ bodyMatch: 'contains', bodyContains: 'all is up' },
			{ bodyMatch: 'regularExpression', bodyPattern: 'is\\s+up"' },
			{ bodyMatch: 'jsonPathEquals', bodyJsonPath: 'checks[0].ok', bodyJsonValue: 'true' },
			{ headerMatch: { header: [{ name: 'X-Node', value: 'a' }] } },
		]) {
			expect(await check({ url: server.origin, ...parameters })).toMatchObject({ healthy: true, checks: 3 });
		}
	});

	it('reports what cannot be reached as a failure with its reason', async () => {
		const gone = await startHealthServer((_request, response) => response.end());
		await gone.close();
		const refused = await check({ url: gone.origin, timeoutSeconds: 4 });
		expect(refused).toMatchObject({
			healthy: false,
			checks: 3,
			latencyMs: null,
			firstFailure: { status: null, reason: 'refused the connection [ECONNREFUSED]', bodyExcerpt: '' },
		});
		const unknown = await check({ url: 'http://no-such-host.invalid/', timeoutSeconds: 4 });
		expect(unknown.reason).toMatch(/DNS/);
		const plain = await serve((_request, response) => response.end());
		const tls = await check({ url: plain.origin.replace('http:', 'https:'), timeoutSeconds: 4 });
		expect(tls.reason).toMatch(/^TLS failed: /);
		const cut = await serve((request) => request.socket.destroy());
		expect((await check({ url: cut.origin, timeoutSeconds: 4 })).reason).toBe('cut the connection [ECONNRESET]');
	});

	it('gives up a request that never answers, or never ends', async () => {
		const silent = await serve(() => undefined);
		const endless = await serve((_request, response) => {
			response.write('a');
		});
		for (const server of [silent, endless]) {
			const result = await check({ url: server.origin, requestTimeoutSeconds: 0.2, timeoutSeconds: 4 });
			expect(result).toMatchObject({ healthy: false, reason: 'gave no whole answer within 0.2 s' });
		}
	});

	it('reads no more than the beginning of an endless body', async () => {
		let written = 0;
		const server = await serve((_request, response) => {
			const chunk = 'x'.repeat(16_384);
			const write = (): void => {
				if (response.destroyed) return;
				written += chunk.length;
				if (response.write(chunk)) setImmediate(write);
				else response.once('drain', write);
			};
			write();
		});
		const result = await check({
			url: server.origin,
			consecutiveSuccesses: 1,
			bodyMatch: 'contains',
			bodyContains: 'y',
			timeoutSeconds: 1,
			intervalSeconds: 1,
		});
		expect(result).toMatchObject({
			healthy: false,
			checks: 2,
			reason: 'the part of the body that is read does not contain "y"',
		});
		const { firstFailure } = result;
		expect(
			String(
				typeof firstFailure === 'object' && firstFailure !== null && 'bodyExcerpt' in firstFailure
					? firstFailure.bodyExcerpt
					: '',
			),
		).toHaveLength(300);
		expect(written).toBeLessThan(20_000_000);
	});

	it('follows five redirects and no more, or none', async () => {
		const server = await serve((request, response) => {
			const left = Number(request.url?.slice(1));
			if (left === 0) return void response.end('here');
			response.writeHead(302, { Location: `/${left - 1}` }).end();
		});
		expect(await check({ url: `${server.origin}/5` })).toMatchObject({ healthy: true });
		const tooMany = await check({ url: `${server.origin}/6`, timeoutSeconds: 4 });
		expect(tooMany.reason).toContain('redirects more than 5 times');
		const notFollowed = await check({ url: `${server.origin}/5`, followRedirects: false, timeoutSeconds: 4 });
		expect(notFollowed.reason).toBe('answers 302, not 200-299');
	});

	it('uses the credentials of an address and shows them nowhere', async () => {
		const seen: string[] = [];
		const server = await serve((request, response) => {
			seen.push(String(request.headers.authorization));
			response.statusCode = 403;
			response.end(`no entry for deployer with hunter22 and ${request.url}`);
		});
		const url = `${server.origin.replace('//', '//deployer:hunter%322@')}/health?token=s3cretvalue`;
		const result = await check({ url, timeoutSeconds: 4 });
		expect(seen[0]).toBe(`Basic ${Buffer.from('deployer:hunter22').toString('base64')}`);
		const { message, advice } = await failureOf({ url, timeoutSeconds: 4 });
		for (const text of [JSON.stringify(result), message, advice]) {
			expect(text).not.toMatch(/hunter|deployer|s3cretvalue/);
		}
		expect(result.url).toBe(`${server.origin}/health?token=***`);
	});

	it('ends at the deadline with an interval of 0 too', async () => {
		const server = await serve((_request, response) => {
			response.statusCode = 500;
			response.end();
		});
		const result = await check({ url: server.origin, intervalSeconds: 0, timeoutSeconds: 2 });
		expect(result).toMatchObject({ healthy: false, checks: 9, waitedSeconds: 2 });
	});

	it('stops when the execution is stopped', async () => {
		const stop = new AbortController();
		const server = await serve((_request, response) => {
			stop.abort();
			response.statusCode = 500;
			response.end();
		});
		const run = runNode({
			node: new HealthCheck(),
			parameters: { ...defaults, url: server.origin },
			abortSignal: stop.signal,
		});
		await expect(run).rejects.toThrow('The execution was stopped while waiting for the health of');
		expect(server.asked).toHaveLength(1);
	});

	it.each<[INodeParameters, string, string]>([
		[{ url: '' }, 'URL is empty', 'Fill in URL'],
		[{ url: 'paintbox.candlefish.ai' }, 'URL is not an address: paintbox.candlefish.ai', 'https://'],
		[{ url: 'file:///etc/passwd' }, 'URL must be http or https, not file:', 'https://'],
		[{ url: 'me:hunter22@' }, 'URL must be http or https, not me:', 'https://'],
		[{ url: '//me:hunter22@host/x?key=hunter22' }, 'URL is not an address: //host/x', 'https://'],
		[
			{ expectedStatus: '200-' },
			'Expected Status cannot be read: "200-" is no HTTP status and no range of them',
			'200-299,304',
		],
		[
			{ expectedStatus: '299-200' },
			'Expected Status cannot be read: the range "299-200" ends before it starts',
			'200-299,304',
		],
		[{ expectedStatus: '200,,204' }, 'Expected Status cannot be read: "200,,204" has an empty part', '200-299,304'],
		[
			{ bodyMatch: 'regularExpression', bodyPattern: '(a' },
			'Body Pattern cannot be used as a regular expression: Invalid regular expression: /(a/: Unterminated group',
			'Correct it',
		],
		[
			{ bodyMatch: 'regularExpression', bodyPattern: '(a+)+$' },
			'Body Pattern cannot be used as a regular expression: it repeats a repetition, which can take for ever on some answers',
			'Correct it',
		],
		[{ bodyMatch: 'contains', bodyContains: '' }, 'Body Contains is empty', 'Fill in Body Contains'],
		[
			{ bodyMatch: 'jsonPathEquals', bodyJsonPath: 'a[*]', bodyJsonValue: '1' },
			'Body JSON Path is not a path to one value: a[*]',
			'build.commit',
		],
		[
			{ bodyMatch: 'contains', bodyContains: 'x', method: 'HEAD' },
			'Body Match needs a body, and the answer to HEAD has none',
			'GET',
		],
		[{ versionMatch: 'jsonPath', expectedVersion: '={{ $json.sha }}' }, 'Expected Version is empty', 'its expression'],
		[
			{ consecutiveSuccesses: 10, intervalSeconds: 60 },
			'10 answers, 60 s apart, take 540 s, but Timeout is 120 s',
			'Raise Timeout',
		],
		[
			{ intervalSeconds: -1 },
			'Interval (Seconds) must be a number of at least 0 and at most 3600, not -1',
			'Correct Interval',
		],
	])('refuses %j', async (parameters, message, advice) => {
		const failure = await failureOf({ url: 'http://127.0.0.1:9/', ...parameters });
		expect(failure.message).toBe(message);
		expect(failure.advice).toContain(advice);
	});
});
