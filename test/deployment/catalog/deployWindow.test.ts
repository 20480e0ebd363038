import { closedTimes, type DeployTimes } from '../../../nodes/deployment/catalog/deployWindow';
import { readCatalogRow } from '../../../nodes/deployment/catalog/catalogRow';
import { catalogRow } from './catalogRows';

function timesOf(window: string, freeze = ''): DeployTimes {
	const { row, issues } = readCatalogRow(catalogRow({ window, freeze }), 1);
	expect(issues).toEqual([]);
	return row.times;
}

/** When it may be deployed, asked at a moment; `open` when it may. */
function opensAt(times: DeployTimes, at: string): string {
	const closed = closedTimes(times, Date.parse(at));
	if (closed === null) return 'open';
	return closed.opensAtMs === null ? 'never' : new Date(closed.opensAtMs).toISOString().slice(0, 16);
}

const office = 'Mon-Fri 09:00-17:00 Europe/Berlin';

it.each([
	['a winter morning before it opens', office, '2026-11-27T07:59:59Z', '2026-11-27T08:00'],
	['the minute it opens', office, '2026-11-27T08:00:00Z', 'open'],
	['the last second', office, '2026-11-27T15:59:59Z', 'open'],
	['the minute it closes, on a Friday', office, '2026-11-27T16:00:00Z', '2026-11-30T08:00'],
	['summer, an hour earlier in UTC', office, '2026-07-01T06:30:00Z', '2026-07-01T07:00'],
	['the weekend in which the clocks go forward', office, '2026-03-28T12:00:00Z', '2026-03-30T07:00'],
	['the weekend in which they go back', office, '2026-10-24T12:00:00Z', '2026-10-26T08:00'],
	['overnight, before midnight', 'Fri 22:00-04:00', '2026-11-27T23:00:00Z', 'open'],
	['overnight, on the day after', 'Fri 22:00-04:00', '2026-11-28T03:59:00Z', 'open'],
	['overnight, over', 'Fri 22:00-04:00', '2026-11-28T04:00:00Z', '2026-12-04T22:00'],
	['a day that is not one of it, early', 'Fri 22:00-04:00', '2026-11-27T03:00:00Z', '2026-11-27T22:00'],
	['days around the end of the week', 'Sat-Mon 10:00-11:00', '2026-11-29T10:30:00Z', 'open'],
	['single days', 'Tue,Thu 10:00-11:00', '2026-11-27T10:30:00Z', '2026-12-01T10:00'],
	['every day, to midnight', '20:00-24:00 America/New_York', '2026-11-28T04:59:00Z', 'open'],
	['after midnight there', '20:00-24:00 America/New_York', '2026-11-28T05:00:00Z', '2026-11-29T01:00'],
	['two windows: the nearer one', `${office}; Sat 10:00-12:00 UTC`, '2026-11-27T18:00:00Z', '2026-11-28T10:00'],
	['two windows that meet', '09:00-12:00;12:00-15:00', '2026-11-27T12:00:00Z', 'open'],
	// 02:00 to 03:00 does not exist in Berlin on 29 March 2026: there is nothing to open.
	['an hour that daylight saving skips', 'Sun 02:00-03:00 Europe/Berlin', '2026-03-28T12:00:00Z', '2026-04-05T00:00'],
	['half of it skipped', 'Sun 02:30-04:00 Europe/Berlin', '2026-03-29T00:00:00Z', '2026-03-29T01:00'],
	// 02:00 to 03:00 is there twice on 25 October 2026.
	['an hour that comes twice, the first', 'Sun 02:00-03:00 Europe/Berlin', '2026-10-25T00:30:00Z', 'open'],
	['an hour that comes twice, the second', 'Sun 02:00-03:00 Europe/Berlin', '2026-10-25T01:30:00Z', 'open'],
	['half a zone beside', '09:00-10:00 Asia/Kolkata', '2026-11-27T03:30:00Z', 'open'],
])('%s', (_name, window, at, expected) => {
	expect(opensAt(timesOf(window), at)).toBe(expected);
});

describe('a freeze', () => {
	const christmas = '2026-12-20..2027-01-03';

	it.each([
		['the day before', '2026-12-18T12:00:00Z', 'open'],
		// 20 December begins at 23:00 UTC of the 19th in Berlin; the 4th is a Monday.
		['its first day', '2026-12-21T12:00:00Z', '2027-01-04T08:00'],
		['its last day', '2027-01-03T22:59:00Z', '2027-01-04T08:00'],
		['the day after', '2027-01-04T08:00:00Z', 'open'],
	])('%s, in the zone of the window', (_name, at, expected) => {
		expect(opensAt(timesOf(office, christmas), at)).toBe(expected);
	});

	it('stands alone, may be one day, and has a zone of its own', () => {
		expect(opensAt(timesOf('', '2026-11-27'), '2026-11-27T12:00:00Z')).toBe('2026-11-28T00:00');
		// It goes on until the 28th, a Saturday.
		expect(opensAt(timesOf(office, '2026-11-27 America/New_York'), '2026-11-27T08:30:00Z')).toBe('2026-11-30T08:00');
	});

	it('goes on into the next one, and ends the wait where nothing opens within a year', () => {
		const [two, long] = ['2026-11-20..2026-11-28;2026-11-29', '2026-01-01..2028-01-01'];
		expect(opensAt(timesOf('', two), '2026-11-27T12:00:00Z')).toBe('2026-11-30T00:00');
		expect(opensAt(timesOf(office, long), '2026-11-27T12:00:00Z')).toBe('never');
	});
});

it('is always open without a window', () => {
	expect(opensAt(timesOf(''), '2026-11-27T12:00:00Z')).toBe('open');
});

it.each([
	['window', 'whenever', '"whenever" is not a window'],
	['window', 'Mon-Fri 9-17', '"Mon-Fri 9-17" is not a window'],
	['window', '25:00-26:00', '"25:00-26:00" is not a window'],
	['window', '09:70-10:00', '"09:70-10:00" is not a window'],
	['window', '24:00-04:00', '"24:00-04:00" is not a window'],
	['window', '09:00-09:00 UTC', 'never opens'],
	['window', 'Mon-Fry 09:00-17:00', '"Mon-Fry" in "Mon-Fry 09:00-17:00" names no days of the week'],
	['window', 'Mon-Fri 09:00-17:00 Berlin', '"Berlin" in "Mon-Fri 09:00-17:00 Berlin" is not a time zone'],
	['window', 'Mon-Fri 09:00-17:00 +02:00', 'is not a time zone'],
	['freeze', '2026-12-20 to 2027-01-03', 'is not a range of days'],
	['freeze', '2026-02-30', '"2026-02-30" is not a range of days'],
	['freeze', 'Christmas', '"Christmas" is not a range of days'],
	['freeze', '2027-01-03..2026-12-20', 'ends before it begins'],
	['approval', 'maybe', '"maybe" is not required or four-eyes'],
	['approvers', 'ada@example.com, bob', '"bob" is not an e-mail address'],
])('%s "%s" is an issue of the row', (field, text, message) => {
	const { issues } = readCatalogRow(catalogRow({ [field]: text }), 1);
	expect(issues).toMatchObject([{ field, message: expect.stringContaining(message) }]);
	expect(issues[0]?.advice).not.toBe('');
});
