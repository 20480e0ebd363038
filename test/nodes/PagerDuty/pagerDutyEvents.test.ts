import type { INodeParameters } from 'n8n-workflow';

import { SlipwayPagerDutyApi } from '../../../credentials/SlipwayPagerDutyApi.credentials';
import { PagerDutyEvents } from '../../../nodes/PagerDuty/PagerDutyEvents.node';
import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { createSandbox, type Sandbox } from '../../../sandbox';
import { sandboxRoutingKey } from '../../../sandbox/pagerduty';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runNodeForJson } from '../../n8n/nodeHarness';

const routingKey = sandboxRoutingKey;

let sandbox: Sandbox;
let recorder: ContractRecorder;
let restoreClock: () => void;

beforeAll(async () => {
	sandbox = await createSandbox({ port: 0 });
	recorder = createContractRecorder(sandbox);
});
afterAll(async () => {
	await sandbox.close();
});
beforeEach(async () => {
	await sandbox.reset();
	let nowMs = Date.UTC(2026, 0, 1);
	restoreClock = replaceClock({
		now: () => nowMs,
		sleep: async (durationMs) => {
			nowMs += durationMs;
		},
		random: () => 0.5,
	});
});
afterEach(() => restoreClock());

async function run(parameters: INodeParameters, key = routingKey) {
	return await runNodeForJson({
		node: new PagerDutyEvents(),
		parameters: { resource: 'alert', ...parameters },
		credentials: [
			{
				type: new SlipwayPagerDutyApi(),
				data: { routingKey: key, baseUrl: `${sandbox.origin}/pagerduty` },
			},
		],
	});
}

const page = {
	operation: 'trigger',
	dedupKey: 'slipway/paintbox/production',
	summary: 'paintbox: the deploy of abc1234 failed',
	source: 'paintbox',
	severity: 'critical',
};

interface PagerDutyState {
	readonly incidents: ReadonlyArray<{ readonly dedupKey: string; readonly status: string; readonly triggerCount: number }>;
	readonly changes: readonly unknown[];
}

async function pagerDutyState(): Promise<PagerDutyState> {
	const response = await fetch(`${sandbox.origin}/_sandbox/state/pagerduty`);
	return (await response.json()) as PagerDutyState;
}

it('opens one incident however often it is triggered, and a new one after it was resolved', async () => {
	await run(page);
	await run(page);
	await run({ operation: 'acknowledge', dedupKey: page.dedupKey });
	expect((await pagerDutyState()).incidents).toMatchObject([{ dedupKey: page.dedupKey, status: 'acknowledged' }]);
	await run({ operation: 'resolve', dedupKey: page.dedupKey });
	await run(page);
	expect((await pagerDutyState()).incidents.map(({ status }) => status).sort()).toEqual(['resolved', 'triggered']);
});

it('opens one incident when the answer to the first try is lost', async () => {
	await sandbox.addFault({ platform: 'pagerduty', kind: 'lostReply', times: 1 });
	await run(page);
	expect((await pagerDutyState()).incidents).toHaveLength(1);
});

it('cuts a summary that is too long rather than not paging, and leaves out links without an address', async () => {
	await run({
		...page,
		summary: 'x'.repeat(5_000),
		links: { link: [{ href: '', text: 'empty' }, { href: 'https://example.com/run', text: 'Run' }] },
		customDetails: '{"commit":"abc1234"}',
	});
	expect((await pagerDutyState()).incidents).toHaveLength(1);
});

it('records a change, once', async () => {
	await run({ resource: 'change', operation: 'send', summary: 'Deployed paintbox abc1234', source: 'slipway' });
	expect((await pagerDutyState()).changes).toHaveLength(1);
});

it.each([
	['no key', { ...page, dedupKey: '  ' }, 'Deduplication Key is empty'],
	['no summary', { ...page, summary: '' }, 'Summary is empty'],
])('refuses %s before anything is sent', async (_name, parameters, message) => {
	await expect(run(parameters)).rejects.toThrow(message);
	expect((await pagerDutyState()).incidents).toHaveLength(0);
});

it('tells what PagerDuty said of a wrong integration key, what to do, and not the key', async () => {
	const wrongKey = 'wrongkey000000000000000000000000';
	const error: unknown = await run(page, wrongKey).catch((reason: unknown) => reason);
	expect(error).toMatchObject({
		httpCode: '400',
		description: expect.stringContaining('integration key') as string,
	});
	expect(JSON.stringify(error)).not.toContain(wrongKey);
});

it('tries again when PagerDuty is busy', async () => {
	await sandbox.addFault({ platform: 'pagerduty', kind: 'status', status: 429, times: 2 });
	await run(page);
	expect((await pagerDutyState()).incidents).toHaveLength(1);
});

it('keeps to PagerDuty\'s contract in every request of this file', () => {
	expect(recorder.violations()).toEqual([]);
	if (recorder.skipped.pagerduty === undefined) expect(recorder.checked('pagerduty')).toBeGreaterThan(5);
});
