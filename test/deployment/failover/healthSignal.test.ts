import {
	needsSecondView,
	type SecondView,
	type Signal,
	standingOf,
	unknownSignal,
	withAsk,
} from '../../../nodes/deployment/failover/healthSignal';

const intervalMs = 12_000;

/** Plays asks, `.` good and `x` bad; the changes of the standing as `down@<ask>` and `up@<ask>`. */
function play(
	asks: string,
	second: SecondView | ((index: number) => SecondView),
	from: Signal = unknownSignal,
): string[] {
	let signal = from;
	return [...asks].flatMap((ask, index) => {
		signal = withAsk(signal, { atMs: (index + 1) * intervalMs, isGood: ask === '.' });
		const view = typeof second === 'function' ? second(index) : second;
		const standing = standingOf(signal, needsSecondView(signal) ? view : 'unknown');
		if (standing === signal.standing) return [];
		signal = { ...signal, standing };
		return [`${standing}@${index + 1}`];
	});
}

describe('A name falls', () => {
	it.each<[string, SecondView, string[]]>([
		['.....xxx', 'bad', ['down@8']],
		['.....x.x.x', 'bad', ['down@10']],
		['.....xx..x', 'bad', ['down@10']],
		['.....xx...xx...xx...', 'bad', []],
		// Three of five, but the last is good: it is on its way up.
		['.xx.x', 'bad', ['down@5']],
		['.xxx.....', 'unknown', []],
		['.....xxxxx', 'unknown', ['down@10']],
		['.....xxxx.xxxx.xxxx', 'unknown', []],
		['xxxxx', 'unknown', ['down@5']],
		['.....xxxxxxxxx.', 'good', []],
		['.....xxxxxxxxxx', 'good', ['down@15']],
		['xxx', 'bad', ['down@3']],
		['xx', 'bad', []],
	])('%s with a second view that is %s: %j', (asks, second, changes) => {
		expect(play(asks, second)).toEqual(changes);
	});

	it('within 30 s of the third bad ask of five, with a second view and without', () => {
		for (const second of ['bad', 'unknown'] as const) {
			const [change = ''] = play('.....xxxxxxx', second);
			const fell = Number(change.split('@')[1]);
			expect((fell - 8) * intervalMs).toBeLessThanOrEqual(30_000);
		}
	});
});

describe('A name rises', () => {
	const down: Signal = { standing: 'down', asks: [], goodSinceMs: 0 };
	const tenMinutes = '.'.repeat(51);

	it.each<[string, string, SecondView, string[]]>([
		['after ten minutes without a bad ask', `x${tenMinutes}`, 'good', ['up@52']],
		['also where nobody else looks', `x${tenMinutes}`, 'unknown', ['up@52']],
		['not while somebody else sees it down', `x${tenMinutes}....`, 'bad', []],
		['not before', `x${tenMinutes.slice(1)}`, 'good', []],
		['not with one bad ask in between', `x${tenMinutes.slice(1)}x${tenMinutes.slice(1)}`, 'good', []],
	])('%s', (_when, asks, second, changes) => {
		expect(play(asks, second, down)).toEqual(changes);
	});
});

it('forgets what it knew after a pause in which nobody asked', () => {
	const known: Signal = { standing: 'down', asks: [{ atMs: 1, isGood: true }], goodSinceMs: 1 };
	const later = withAsk(known, { atMs: 3_600_000, isGood: true });
	expect(later).toEqual({ standing: 'down', asks: [{ atMs: 3_600_000, isGood: true }], goodSinceMs: 3_600_000 });
	expect(standingOf(later, 'good')).toBe('down');
});

describe('A noisy hour', () => {
	/** Deterministic noise in [0, 1): mulberry32. */
	function noise(seed: number): () => number {
		let state = seed >>> 0;
		return () => {
			state = (state + 0x6d2b79f5) >>> 0;
			let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
			mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
			return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
		};
	}
	const hour = (share: number, seed: number): string => {
		const next = noise(seed);
		return Array.from({ length: 300 }, () => (next() < share ? 'x' : '.')).join('');
	};
	const seeds = Array.from({ length: 200 }, (_, index) => index * 7_919 + 1);

	it.each([0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9])('falls once at most, with %f of the asks bad', (share) => {
		for (const seed of seeds) {
			const second = noise(seed + 1);
			const changes = play(hour(share, seed), () => (second() < share ? 'bad' : 'good'));
			expect(changes.filter((change) => change.startsWith('down')).length).toBeLessThanOrEqual(1);
		}
	});

	it.each([0.05, 0.1, 0.2, 0.3])('changes nothing while somebody else sees it well, with %f bad', (share) => {
		expect(seeds.flatMap((seed) => play(hour(share, seed), 'good'))).toEqual([]);
	});

	it('changes nothing where nobody else looks, with a twentieth bad', () => {
		expect(seeds.flatMap((seed) => play(hour(0.05, seed), 'unknown'))).toEqual([]);
	});
});
