import { page, usePagerDuty } from './pagerDutyDriver';

const pagerDuty = usePagerDuty();

it('opens one incident however often it is triggered, and a new one after it was resolved', async () => {
	await pagerDuty.run(page);
	await pagerDuty.run(page);
	await pagerDuty.run({ resource: 'alert', operation: 'acknowledge', dedupKey: page.dedupKey });
	expect(pagerDuty.incidents()).toMatchObject([{ dedupKey: page.dedupKey, status: 'acknowledged' }]);
	await pagerDuty.run({ resource: 'alert', operation: 'resolve', dedupKey: page.dedupKey });
	await pagerDuty.run(page);
	expect(
		pagerDuty
			.incidents()
			.map(({ status }) => status)
			.sort(),
	).toEqual(['resolved', 'triggered']);
});

it('opens one incident when the answer to the first try is lost', async () => {
	pagerDuty.sandbox.addFault({ platform: 'pagerduty', kind: 'lostReply', times: 1 });
	await pagerDuty.run(page);
	expect(pagerDuty.incidents()).toHaveLength(1);
});

it('cuts a summary that is too long rather than not paging, and leaves out links without an address', async () => {
	await pagerDuty.run({
		...page,
		summary: 'x'.repeat(5_000),
		links: {
			link: [
				{ href: '', text: 'empty' },
				{ href: 'https://example.com/run', text: 'Run' },
			],
		},
		customDetails: '{"commit":"abc1234"}',
	});
	expect(pagerDuty.incidents()).toHaveLength(1);
});

it('records a change, once', async () => {
	await pagerDuty.run({
		resource: 'change',
		operation: 'send',
		summary: 'Deployed paintbox abc1234',
		source: 'slipway',
	});
	expect(pagerDuty.changes()).toHaveLength(1);
});

it.each([
	['no key', { ...page, dedupKey: '  ' }, 'Deduplication Key is empty'],
	['no summary', { ...page, summary: '' }, 'Summary is empty'],
])('refuses %s before anything is sent', async (_name, parameters, message) => {
	await expect(pagerDuty.run(parameters)).rejects.toThrow(message);
	expect(pagerDuty.incidents()).toHaveLength(0);
});

it('says what PagerDuty said of a wrong integration key, what to do, and not the key', async () => {
	const wrongKey = 'wrongkey000000000000000000000000';
	const error: unknown = await pagerDuty.run(page, wrongKey).catch((reason: unknown) => reason);
	expect(error).toMatchObject({
		httpCode: '400',
		description: expect.stringContaining('integration key') as string,
	});
	expect(JSON.stringify(error)).not.toContain(wrongKey);
});

it('tries again when PagerDuty is busy', async () => {
	pagerDuty.sandbox.addFault({ platform: 'pagerduty', kind: 'status', status: 429, times: 2 });
	await pagerDuty.run(page);
	expect(pagerDuty.incidents()).toHaveLength(1);
});

it("keeps to PagerDuty's contract in every request of this file", () => {
	pagerDuty.expectContractKept(5);
});
