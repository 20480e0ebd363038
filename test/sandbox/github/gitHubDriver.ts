import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { createGitHubPlatform } from '../../../sandbox/github/index';
import { createManualClock } from '../../../sandbox/kernel/clock';
import { startSandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder } from '../../contract/contractRecorder';
import { startOctokit } from './octokitClient';

export const repository = { owner: 'candlefish-ai', repo: 'paintbox' };
export const fullName = 'candlefish-ai/paintbox';

/** The simulated GitHub on a manual clock, with the real client and a contract check of all it says. */
/** The stored contract holds no contents of files. */
const uncovered = /\/contents\/\S* -> 200: path no path of the contract fits$/;

export async function startGitHub(options: { readonly timeoutMs?: number } = {}) {
	const clock = createManualClock();
	const sandbox = await startSandbox({
		clock,
		platforms: [(services) => createGitHubPlatform(services, options)],
	});
	const recorder = createContractRecorder(sandbox);
	const octokit = startOctokit(`${sandbox.origin}/github`, 'sandbox-github-token');
	return {
		sandbox,
		clock,
		octokit,
		recorder,
		violations: () => recorder.violations().filter((violation) => !uncovered.test(violation)),
		async control(path: string, body: object): Promise<{ status: number; body: unknown }> {
			const response = await fetch(`${sandbox.origin}/_sandbox/github${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			return { status: response.status, body: await response.json() };
		},
		async close() {
			await octokit.close();
			await sandbox.close();
		},
	};
}

export interface ReceivedDelivery {
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** A webhook receiver on this machine. */
export async function startReceiver(answer: { status?: number; delayMs?: number } = {}) {
	const received: ReceivedDelivery[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
			setTimeout(() => {
				response.writeHead(answer.status ?? 202, { 'content-type': 'application/json' });
				response.end('{"accepted":true}');
			}, answer.delayMs ?? 0).unref();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {
		url: `http://127.0.0.1:${address.port}/webhook`,
		received,
		/** The deliveries of an event, once there are `count`; fails after ten seconds. */
		async ofEvent(event: string, count: number): Promise<ReceivedDelivery[]> {
			for (let attempt = 0; attempt < 1000; attempt++) {
				const found = received.filter((one) => one.headers['x-github-event'] === event);
				if (found.length >= count) return found;
				await wait(10);
			}
			throw new Error(
				`Wanted ${count} deliveries of ${event}, got ${received.map((one) => String(one.headers['x-github-event'])).join(', ') || 'none'}`,
			);
		},
		async close() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
