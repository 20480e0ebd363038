import type { FaultSpecification } from '../../../sandbox/kernel/faults';
import { useManualClock } from '../../n8n/sandboxClock';
import { ApolloDriver, nextCommit, nextSchema, publishOf, reference } from './apolloDriver';

const clock = useManualClock();
let apollo: ApolloDriver;
beforeAll(async () => {
	apollo = await ApolloDriver.start(clock);
});
beforeEach(async () => await apollo.sandbox.reset());
afterAll(async () => {
	expect(apollo.violations()).toEqual([]);
	await apollo.sandbox.close();
});

type Fault = Omit<FaultSpecification, 'platform'>;

/** What goes wrong, and whether the schema is live at the end all the same. Requests in order: variant, launches, subgraph, publish, launch. */
const cases: Array<[string, Fault[], 'live' | 'old' | 'either']> = [
	['the first look is refused for a moment', [{ kind: 'status', status: 503, times: 2 }], 'live'],
	['the first look never comes through', [{ kind: 'status', status: 503, times: 'always' }], 'old'],
	['the answer to the publication is lost', [{ kind: 'lostReply', afterRequests: 3 }], 'live'],
	['the answer to the publication is cut off', [{ kind: 'malformed', afterRequests: 3 }], 'live'],
	['the publication never arrives, once', [{ kind: 'reset', afterRequests: 3 }], 'live'],
	['the publication is refused with 500, once', [{ kind: 'status', status: 500, afterRequests: 3 }], 'live'],
	['the publication is refused with 403', [{ kind: 'status', status: 403, afterRequests: 3 }], 'old'],
	[
		'the publication is told to come later',
		[{ kind: 'status', status: 429, headers: { 'Retry-After': '3' }, afterRequests: 3 }],
		'live',
	],
	[
		'the publication and each look after it are lost',
		[{ kind: 'lostReply', afterRequests: 3, times: 'always' }],
		'either',
	],
	['looks at the launch fail for a while', [{ kind: 'status', status: 502, afterRequests: 4, times: 6 }], 'live'],
	['looks at the launch are cut off', [{ kind: 'malformed', afterRequests: 4, times: 3 }], 'live'],
	['nobody may look any more', [{ kind: 'status', status: 401, afterRequests: 4, times: 'always' }], 'either'],
	['nobody can look until the end', [{ kind: 'status', status: 503, afterRequests: 5, times: 'always' }], 'either'],
	[
		'GraphQL says that it failed inside',
		[
			{
				kind: 'status',
				status: 200,
				body: { errors: [{ message: 'oops', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
				afterRequests: 3,
			},
		],
		'live',
	],
	['an answer holds no data', [{ kind: 'status', status: 200, body: { data: null }, afterRequests: 3 }], 'old'],
	[
		'an answer holds a launch that is not there',
		[{ kind: 'status', status: 200, body: { data: { variant: null } }, afterRequests: 4, times: 'always' }],
		'either',
	],
];

it.each(cases)('%s: it is live when it says so, and never else', async (_what, faults, expected) => {
	for (const fault of faults) apollo.fault(fault);
	const item = await apollo.publish(nextSchema, { checkFirst: false, putResultInField: 'published' });
	const published = item.published as { ok: boolean; verified?: boolean; state?: string; error?: { message: string } };
	const books = await apollo.books();
	const isLive = books.live === nextCommit;
	// What is said to be live is live at that moment.
	if (published.verified === true) expect(isLive).toBe(true);
	expect(published.ok).toBe(published.verified === true);
	if (published.ok) expect(expected).not.toBe('old');
	else {
		expect(published.error?.message).not.toBe('');
		expect(expected).not.toBe('live');
		clock.advance(60_000);
		const later = await apollo.books();
		// What may still go live is not called failed.
		if (later.live === nextCommit) expect(['unknown', 'building', 'rolling']).toContain(published.state);
	}
});

it('sends nothing twice, whatever was lost', async () => {
	apollo.fault({ kind: 'lostReply', afterRequests: 3 });
	await apollo.publish(nextSchema, { checkFirst: false });
	expect(await apollo.launches()).toHaveLength(2);
});

it('tells no key in anything', async () => {
	const key = 'service:candlefish:a-secret-key-of-somebody';
	const { everything } = await apollo.failure(publishOf(nextSchema), key);
	expect(everything).not.toContain('a-secret-key');
	apollo.fault({ kind: 'status', status: 400, body: { errors: [{ message: `no ${key}` }] } });
	expect((await apollo.failure(publishOf(nextSchema), key)).everything).not.toContain('a-secret-key');
});

it('says what is wrong with a key', async () => {
	const rubbish = await apollo.failure(publishOf(nextSchema), 'rubbish');
	expect(rubbish.message).toContain('406');
	expect(rubbish.advice).toContain('begins with service: or user:');
	const unknown = await apollo.failure(publishOf(nextSchema), 'service:candlefish:wrong');
	expect(unknown.message).toContain(`There is no variant ${reference}, or this key may not see it`);
});
