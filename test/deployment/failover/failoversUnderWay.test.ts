import type { FailoverDecision, FailoverSignal } from '../../../nodes/deployment/failover/failoverDecision';
import { type FailoverEnd, failoverPage } from '../../../nodes/deployment/failover/failoverPage';
import { failoversUnderWay } from '../../../nodes/deployment/failover/failoversUnderWay';
import { preparePage } from '../../../nodes/deployment/ledger/outbox';
import { boardOf } from '../../../nodes/deployment/board/board';
import { boardPage } from '../../../nodes/deployment/board/page/boardPage';
import { nothingRead } from '../board/boardSights';

const signal: FailoverSignal = {
	signal: 'down',
	service: 'paintbox-api',
	environment: 'production',
	name: 'api.candlefish.ai',
	type: 'CNAME',
	primary: 'paintbox-api.fly.dev',
	standby: 'paintbox-api-standby.fly.dev',
	isStandbyGood: true,
	since: '2026-11-27T11:58:00.000Z',
	reason: 'answers 503, not 200-299',
	seenBy: 'Health Watch',
};
const up: FailoverSignal = { ...signal, signal: 'up', reason: 'answers well' };
const done: FailoverEnd = { isDone: true, words: '', isResolved: true };
const failed: FailoverEnd = { isDone: false, words: 'Cloudflare answered 503', isResolved: null };

/** What Redis keeps after workflow 33 told each of these, one after the other. */
function kept(
	...told: ReadonlyArray<readonly [FailoverSignal, FailoverDecision['next'], FailoverEnd]>
): Record<string, string> {
	const hash: Record<string, string> = {};
	for (const [about, next, end] of told) {
		const page = failoverPage(about, { next, reason: 'Why', hand: null }, end);
		const [, , field = '', text = ''] = preparePage(page, 'execution', 0)?.keep ?? [];
		if (page !== null) Object.assign(hash, { [field]: text, [`told:${field}`]: 'execution' });
	}
	return hash;
}

describe('failovers under way', () => {
	it('are names led to their standby: since when, why, and how they go back', () => {
		expect(failoversUnderWay(kept([signal, 'swap', done]))).toEqual([
			{
				what: 'api.candlefish.ai is down (answers 503, not 200-299) and points to paintbox-api-standby.fly.dev now. Why',
				pointsTo: signal.standby,
				goBack: expect.stringMatching(
					/back to paintbox-api\.fly\.dev once .* ten minutes\. By hand: set the CNAME record api\.candlefish\.ai to paintbox-api\.fly\.dev in Cloudflare.*unpublish workflows 33 and 50/,
				),
				since: signal.since,
			},
		]);
	});

	it.each<[string, FailoverDecision['next'], FailoverEnd]>([
		['could not be swapped', 'swap', failed],
		['is rolled back', 'rollBack', done],
		['waits for what is under way', 'wait', failed],
		['is only told', 'tell', failed],
	])('are names that are down, too: one that %s', (_what, next, end) => {
		expect(failoversUnderWay(kept([signal, next, end]))).toMatchObject([{ pointsTo: '', goBack: '' }]);
	});

	it('are over when the name is back, and not when it could not be pointed back', () => {
		expect(failoversUnderWay(kept([signal, 'swap', done], [up, 'swapBack', done]))).toEqual([]);
		expect(failoversUnderWay(kept([signal, 'swap', done], [up, 'nothing', done]))).toEqual([]);
		expect(failoversUnderWay(kept([signal, 'swap', done], [up, 'swapBack', failed]))).toMatchObject([
			{
				pointsTo: signal.standby,
				what: expect.stringContaining('could not be pointed to'),
				goBack: expect.stringContaining('Nothing points it back any more'),
			},
		]);
	});

	it('are each name its own, and no other pages', () => {
		const other = { ...signal, name: 'www.candlefish.ai' };
		const hash = {
			...kept([signal, 'swap', done], [other, 'tell', failed]),
			'slipway/x': '{"action":"trigger","key":"x"}',
		};
		expect(failoversUnderWay({ ...hash, 'slipway/y': 'not JSON', 'slipway/z': '[]' })).toHaveLength(2);
	});

	it('stand on the board before everything else, escaped', () => {
		const pages = kept([{ ...signal, reason: '<script>alert(1)</script>' }, 'swap', done]);
		const page = boardPage(boardOf({ ...nothingRead, kept: { pages, rows: [] } }));
		expect(page).toContain('<span class="mark bad">Failover</span> api.candlefish.ai is down (&lt;script&gt;');
		expect(page).toContain('By hand: set the CNAME record api.candlefish.ai to paintbox-api.fly.dev in Cloudflare');
		expect(page).not.toContain('Page not sent');
		const down = boardPage(boardOf({ ...nothingRead, kept: { pages: kept([signal, 'tell', failed]), rows: [] } }));
		expect(down).toContain('<span class="mark bad">Down</span>');
	});
});
