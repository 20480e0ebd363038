import { ownMs } from '../../../tools/bench/ownTime';

const span = (beganMs: number, endedMs: number) => ({ beganMs, endedMs });

describe('own time', () => {
	it.each([
		['of a span without waits is all of it', [], 100],
		['leaves out a wait', [span(20, 60)], 60],
		['counts what two waits cover at the same time once', [span(20, 60), span(40, 80)], 40],
		['counts a wait within another once', [span(20, 80), span(30, 40)], 40],
		['takes waits in any order', [span(70, 80), span(10, 20)], 80],
		['leaves out what lies before and after', [span(-50, 10), span(95, 300), span(400, 500)], 85],
		['is none when somebody waits all the time', [span(0, 50), span(50, 100)], 0],
	])('%s', (_name, waits, expected) => {
		expect(ownMs(span(0, 100), waits)).toBe(expected);
	});
});
