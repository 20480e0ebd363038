import { plainJson } from '../../../nodes/PagerDuty/state/plainJson';
import { page, usePagerDuty } from './pagerDutyDriver';

const pagerDuty = usePagerDuty();

const throttled = {
	status: 'throttle exceeded',
	message: 'Requests for this service are arriving too quickly. Please retry later.',
};
const minutes = (count: number): number => count * 60_000;

describe('a page goes out when PagerDuty is there again', () => {
	it.each([
		['says for two minutes that there are too many', minutes(2), { status: 429, body: throttled }],
		['says for ten minutes that there are too many', minutes(10), { status: 429, body: throttled }],
		['is away for ten minutes', minutes(10), { status: 503 }],
		['has a fault of its own for five minutes', minutes(5), { status: 500 }],
		['cuts connections for ten minutes', minutes(10), { kind: 'reset' as const }],
		['answers half a body for a minute', minutes(1), { kind: 'malformed' as const }],
	])('after it %s', async (_name, durationMs, fault) => {
		pagerDuty.failFor(durationMs, fault);
		expect(await pagerDuty.run(page)).toMatchObject({ status: 'success', dedup_key: page.dedupKey });
		expect(pagerDuty.incidents()).toMatchObject([{ dedupKey: page.dedupKey, pageCount: 1 }]);
	});

	it.each(['acknowledge', 'resolve'])('and so does what would %s it', async (operation) => {
		await pagerDuty.run(page);
		pagerDuty.failFor(minutes(10), { status: 502 });
		await pagerDuty.run({ resource: 'alert', operation, dedupKey: page.dedupKey });
		expect(pagerDuty.incidents()).toMatchObject([{ status: `${operation.replace(/e$/, '')}ed` }]);
	});

	it("keeps to PagerDuty's limit of a minute", async () => {
		await fetch(`${pagerDuty.sandbox.origin}/_sandbox/pagerduty/rate-limit`, {
			method: 'POST',
			body: JSON.stringify({ eventsPerMinute: 1 }),
		});
		await pagerDuty.run(page);
		await pagerDuty.run({ ...page, dedupKey: 'other' });
		expect(pagerDuty.incidents()).toHaveLength(2);
	});

	it('gives up after the time that the node was given, and says that nobody was notified', async () => {
		pagerDuty.failFor(minutes(60), { status: 503 });
		const startedAtMs = pagerDuty.clock.now();
		const failed: unknown = await pagerDuty.run({ ...page, patienceSeconds: 30 }).catch((error: unknown) => error);
		expect(failed).toBeInstanceOf(Error);
		expect(pagerDuty.clock.now() - startedAtMs).toBeLessThan(minutes(1));
		pagerDuty.failFor(minutes(60), { kind: 'reset' });
		const away: unknown = await pagerDuty.run({ ...page, patienceSeconds: 0 }).catch((error: unknown) => error);
		expect(away).toMatchObject({ description: expect.stringMatching(/away|503|status page/i) as string });
	});

	it('repeats no change event that may have been accepted, and one that was not', async () => {
		const change = { resource: 'change', operation: 'send', summary: 'Deployed' };
		pagerDuty.sandbox.addFault({ platform: 'pagerduty', kind: 'status', status: 429, body: throttled, times: 3 });
		await pagerDuty.run(change);
		pagerDuty.sandbox.addFault({ platform: 'pagerduty', kind: 'lostReply', times: 1 });
		await expect(pagerDuty.run(change)).rejects.toThrow('PagerDuty');
		expect(pagerDuty.changes()).toHaveLength(2);
	});
});

describe('a severity', () => {
	it.each([
		['Critical', 'critical'],
		['CRITICAL', 'critical'],
		[' critical ', 'critical'],
		['fatal', 'critical'],
		['P1', 'critical'],
		['sev-1', 'critical'],
		['high', 'error'],
		['Err', 'error'],
		['Warn', 'warning'],
		['medium', 'warning'],
		['LOW', 'info'],
		['Informational', 'info'],
	])('%j pages as %s', async (severity, expected) => {
		expect(await pagerDuty.run({ ...page, severity })).toMatchObject({ adjustments: [] });
		expect(pagerDuty.incidents()).toMatchObject([{ severity: expected }]);
	});

	it.each([[''], ['   '], ['purple'], [null], [7], [{ level: 'high' }], [['critical']]])(
		'%j pages as an error, and says so',
		async (severity) => {
			const { adjustments } = await pagerDuty.run({ ...page, severity });
			expect(adjustments).toEqual([expect.stringMatching(/severity.*went out as error/)]);
			expect(pagerDuty.details().adjusted_by_slipway).toEqual(adjustments);
			expect(pagerDuty.incidents()).toMatchObject([{ severity: 'error' }]);
		},
	);
});

describe('what does not fit is made to', () => {
	it('cuts a summary before a character that would be cut through', async () => {
		await pagerDuty.run({ ...page, summary: `${'x'.repeat(1020)}\u{1F525} deploy failed, see the log` });
		const summary = String(pagerDuty.incidents()[0]?.summary);
		expect(summary.length).toBeLessThanOrEqual(1024);
		expect(summary).toMatch(/^x+\.\.\.$/);
	});

	it('sends half characters in no field', async () => {
		const half = 'a\uD83Db';
		await pagerDuty.run({
			...page,
			summary: half,
			source: half,
			dedupKey: half,
			additionalFields: { component: half, group: half, class: half, client: half },
			links: { link: [{ href: 'https://example.com/a', text: half }] },
			customDetails: { [half]: [half, { deep: half }] },
		});
		expect(pagerDuty.incidents()).toMatchObject([
			{ summary: 'a\uFFFDb', customDetails: { 'a\uFFFDb': ['a\uFFFDb', { deep: 'a\uFFFDb' }] } },
		]);
	});

	it("gives a key that is too long the same short form in trigger and resolve, and no other's", async () => {
		const long = 'k'.repeat(300);
		await pagerDuty.run({ ...page, dedupKey: `${long}1` });
		await pagerDuty.run({ ...page, dedupKey: `${long}2` });
		await pagerDuty.run({ resource: 'alert', operation: 'resolve', dedupKey: ` ${long}1 ` });
		expect(pagerDuty.incidents()).toMatchObject([{ status: 'resolved' }, { status: 'triggered' }]);
		expect(pagerDuty.incidents().map(({ dedupKey }) => String(dedupKey).length)).toEqual([255, 255]);
	});

	it('cuts every field to its limit', async () => {
		const long = 'y'.repeat(3_000);
		await pagerDuty.run({
			...page,
			source: long,
			additionalFields: { component: long, group: long, class: long, client: long },
			links: { link: [{ href: 'https://example.com', text: long }] },
		});
		expect(pagerDuty.incidents()).toMatchObject([
			{
				source: expect.stringMatching(/^y{252}\.\.\.$/),
				component: expect.stringMatching(/^y{252}\.\.\.$/),
				client: expect.stringMatching(/^y{252}\.\.\.$/),
			},
		]);
	});

	it.each([
		['one long string', { log: 'x'.repeat(3_000_000), commit: 'abc1234' }],
		[
			'a thousand middling ones',
			{
				...Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`line${index}`, 'z'.repeat(2_000)])),
				commit: 'abc1234',
			},
		],
		['a list of them', { commit: 'abc1234', lines: Array.from({ length: 200_000 }, (_, index) => `line ${index}`) }],
		['strings of four bytes a character', { commit: 'abc1234', log: '\u{1F525}'.repeat(400_000) }],
		['as text', JSON.stringify({ commit: 'abc1234', log: 'x'.repeat(900_000) })],
	])('cuts details to 512 kB: %s', async (_name, customDetails) => {
		const { adjustments } = await pagerDuty.run({ ...page, customDetails });
		expect(adjustments).toEqual([expect.stringMatching(/details were cut: an event may hold 512 kB/)]);
		expect(pagerDuty.details()).toMatchObject({ adjusted_by_slipway: adjustments });
		if (_name !== 'a thousand middling ones') expect(pagerDuty.details()).toMatchObject({ commit: 'abc1234' });
	});

	it.each([
		['a list', [1, 'two'], { details: [1, 'two'] }],
		['broken JSON', '{oops', { details: '{oops' }],
		['a string', '"only words"', { details: 'only words' }],
		['nothing', '', {}],
		['null', 'null', { details: null }],
	])('sends details that are %s', async (_name, customDetails, expected) => {
		await pagerDuty.run({ ...page, customDetails });
		expect(pagerDuty.details()).toMatchObject(expected);
	});

	it('sends strange values as strings', async () => {
		await pagerDuty.run({
			...page,
			customDetails: {
				no: NaN,
				big: 10n,
				at: new Date(0),
				bad: new Date(NaN),
				none: undefined,
				list: [undefined, Infinity],
			},
		});
		expect(pagerDuty.details()).toMatchObject({
			no: 'NaN',
			at: '1970-01-01T00:00:00.000Z',
			bad: null,
			list: [null, 'Infinity'],
		});
		expect(String(pagerDuty.details().big)).toContain('10');
	});

	it('ends a value that holds itself', () => {
		const circular: Record<string, unknown> = { a: 1 };
		circular.self = circular;
		expect(plainJson({ map: new Map([['k', new Set([1])]]), call: () => 1, error: new Error('words') })).toEqual({
			map: { k: [1] },
			call: '[function]',
			error: 'words',
		});
		expect(JSON.stringify(plainJson(circular))).toMatch(/"self":"\[too deep\]"/);
	});

	it.each([
		'not an address',
		'example.com',
		'javascript:alert(1)',
		'/relative',
		'https://',
		'ftp://example.com/x',
		'https://exa mple.com',
		`https://example.com/${'x'.repeat(5_000)}`,
	])('leaves out the link %s, and says so', async (href) => {
		const { adjustments } = await pagerDuty.run({
			...page,
			links: {
				link: [
					{ href, text: 'The site' },
					{ href: ' https://example.com/ä ', text: 'Run' },
				],
			},
			additionalFields: { client_url: href },
		});
		expect(adjustments).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/link.*"The site".*not a web address/),
				expect.stringMatching(/Client URL/),
			]),
		);
		expect(pagerDuty.incidents()).toMatchObject([{ links: [{ href: 'https://example.com/%C3%A4', text: 'Run' }] }]);
	});

	it('does the same for a change event', async () => {
		await pagerDuty.run({
			resource: 'change',
			operation: 'send',
			summary: `${'x'.repeat(1020)}\u{1F525}${'y'.repeat(50)}`,
			source: 's'.repeat(400),
			customDetails: '[1]',
			links: { link: [{ href: 'nowhere' }] },
		});
		expect(pagerDuty.changes()).toMatchObject([
			{ summary: expect.stringMatching(/^x+\.\.\.$/), customDetails: { details: [1] } },
		]);
	});
});

it.each([
	[
		'routing key',
		{ body: { status: 'invalid event', message: 'Event object is invalid', errors: ['Invalid routing key'] } },
		/integration key/,
	],
	[
		'another field',
		{
			body: {
				status: 'invalid event',
				message: 'Event object is invalid',
				errors: ["'payload.source' is missing or blank"],
			},
		},
		/words name the field/,
	],
])('advises by the words of a refusal: %s', async (_name, { body }, advice) => {
	pagerDuty.sandbox.addFault({ platform: 'pagerduty', kind: 'status', status: 400, body });
	const failed: unknown = await pagerDuty.run(page).catch((error: unknown) => error);
	expect(failed).toMatchObject({ description: expect.stringMatching(advice) as string });
});

it("keeps to PagerDuty's contract in every request of this file", () => {
	pagerDuty.expectContractKept(20);
});
