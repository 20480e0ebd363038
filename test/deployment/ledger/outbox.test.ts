import { preparePage, type SettledPage, settlePage, waitingPages } from '../../../nodes/deployment/ledger/outbox';

const NOW = Date.parse('2026-11-27T03:00:00Z');
const minute = 60_000;
const page = { action: 'trigger', key: 'slipway/a@main', summary: 'it failed', severity: 'error', source: 'a' };

const prepared = (item: unknown, at = '7') => preparePage(item, at, NOW);
const kept = (item: unknown = { announcement: { page } }, at = '7'): string => prepared(item, at)?.keep[3] ?? '';
const settle = (item: Record<string, unknown>, at = '7'): SettledPage =>
	settlePage({ tell: prepared({ announcement: { page } }, at), ...item }, NOW);
const sent = { ok: true };
const away = { ok: false, error: { message: 'PagerDuty answered 503', advice: 'It is tried again', canRetry: true } };

describe('a page that is told', () => {
	it('is kept first, with the execution as its mark', () => {
		expect(prepared({ announcement: { page } })).toMatchObject({
			keep: ['HSET', 'slipway:tell', page.key, expect.stringContaining('"at":"7"')],
			patienceSeconds: 20,
			isLastTry: false,
		});
		expect(JSON.parse(kept())).toMatchObject({ ...page, since: NOW });
	});

	it('is only read where it is kept already, so that a newer one is not overwritten', () => {
		expect(prepared(JSON.parse(kept()), '9')?.keep).toEqual(['HGET', 'slipway:tell', page.key]);
	});

	it('is none without a key', () => {
		expect(prepared({ announcement: { page: null } })).toBeNull();
		expect(prepared('lost')).toBeNull();
	});

	it('is marked as told', () => {
		expect(settle({ sent, now: { ok: true, result: kept() } })).toMatchObject({
			told: true,
			next: 'note',
			words: ['HSET', 'slipway:tell', `told:${page.key}`, '7'],
		});
	});

	it('is told although Redis is away', () => {
		expect(settle({ sent, kept: away, now: away })).toMatchObject({ told: true, problem: '' });
	});

	it('that came through late is followed by the newer word', () => {
		const newer = kept({ announcement: { page: { ...page, action: 'resolve' } } }, '8');
		expect(settle({ sent, now: { ok: true, result: newer } })).toMatchObject({
			told: true,
			next: 'again',
			page: { action: 'resolve', at: '8' },
		});
	});

	it('that could not be kept is not followed by an older word, which is what is still kept', () => {
		const older = JSON.stringify({ ...page, action: 'resolve', at: '6', since: NOW - minute });
		const now = { ok: true, result: older };
		expect(settle({ sent, kept: away, now })).toMatchObject({ told: true, problem: '', next: 'nothing' });
		expect(settle({ sent: away, kept: away, now })).toMatchObject({
			told: false,
			next: 'again',
			page: { action: 'trigger', isLastTry: true },
		});
	});
});

describe('a page that does not get through', () => {
	it('is tried again later, and later each time', () => {
		const pauses = [0, 1, 2, 3, 4, 9].map((tries) => {
			const again = { ...JSON.parse(kept()), tries };
			const { words, problem } = settlePage(
				{ tell: preparePage(again, '9', NOW), sent: away, now: { ok: true, result: kept() } },
				NOW,
			);
			expect(problem).toMatch(/is tried again: PagerDuty answered 503/);
			return (JSON.parse(words[3] ?? '').nextAt - NOW) / minute;
		});
		expect(pauses).toEqual([1, 2, 4, 8, 15, 15]);
	});

	it('is left to the newer word that is kept', () => {
		expect(settle({ sent: away, now: { ok: true, result: kept(undefined, '8') } })).toMatchObject({
			told: false,
			next: 'nothing',
		});
	});

	it('and could not be kept is tried once more, for longer, and then stops the run', () => {
		const first = settle({ sent: away, kept: away, now: away });
		expect(first).toMatchObject({ told: false, next: 'again', page: { key: page.key, isLastTry: true } });
		const second = prepared(first.page, '8');
		expect(second).toMatchObject({ patienceSeconds: 180, isLastTry: true });
		expect(settlePage({ tell: second, sent: away, kept: away, now: away }, NOW)).toMatchObject({
			next: 'stop',
			problem: expect.stringMatching(/^slipway\/a@main: could not be told. it failed \(PagerDuty answered 503/),
		});
	});

	it('has a reason also when the step that pages gave no answer', () => {
		expect(settle({ now: { ok: true, result: kept() } }).problem).toMatch(/it gave no answer$/);
	});
});

describe('the pages that wait', () => {
	const tell = (fields: Record<string, string>, atMs: number) => waitingPages({ [page.key]: kept(), ...fields }, atMs);

	it('are none while the run that keeps one still tells it', () => {
		expect(tell({}, NOW + 59_000)).toEqual([]);
		expect(tell({}, NOW + minute)).toMatchObject([{ key: page.key, at: '7', tries: 0 }]);
	});

	it('are none once they were told, unless something newer is kept', () => {
		expect(tell({ [`told:${page.key}`]: '7' }, NOW + 60 * minute)).toEqual([]);
		expect(tell({ [`told:${page.key}`]: '6' }, NOW + 60 * minute)).toHaveLength(1);
	});

	it('come when their time has come; a time that was noted for an older word counts for nothing', () => {
		const next = (at: string) => ({ [`next:${page.key}`]: JSON.stringify({ at, tries: 3, nextAt: NOW + 4 * minute }) });
		expect(tell(next('7'), NOW + 3 * minute)).toEqual([]);
		expect(tell(next('7'), NOW + 4 * minute)).toMatchObject([{ tries: 3 }]);
		expect(tell(next('6'), NOW + minute)).toMatchObject([{ tries: 0 }]);
	});

	it('leave out what cannot be read', () => {
		expect(waitingPages({ a: '{', b: '7', c: '{"action":"trigger"}' }, NOW)).toEqual([]);
	});
});
