import { type CalendarDay, daysAfter, isTimeZone, TimeZone, weekdayOf } from '../values/zonedTime';

/** Hours of certain days in which a service may be deployed. */
export interface DeployWindow {
	/** 0 is Sunday. */
	readonly weekdays: readonly number[];
	/** After midnight of such a day. */
	readonly fromMinute: number;
	/** After the same midnight: beyond 1440 it goes on into the next day. */
	readonly toMinute: number;
	readonly timeZone: string;
}

/** Days on which nothing is deployed, both included. */
export interface Freeze {
	readonly from: CalendarDay;
	readonly to: CalendarDay;
	readonly timeZone: string;
}

/** When a service may be deployed: always, where there are no windows and no freezes. */
export interface DeployTimes {
	/** The windows as a person wrote them. */
	readonly text: string;
	readonly windows: readonly DeployWindow[];
	readonly freezes: readonly Freeze[];
}

/** What is wrong with the text of a window or a freeze. */
export interface TimesIssue {
	readonly message: string;
	readonly advice: string;
}

export type Parsed<Value> = { readonly values: readonly Value[]; readonly issues: readonly TimesIssue[] };

const windowExample = 'Mon-Fri 09:00-17:00 Europe/Berlin';
const freezeExample = '2026-12-20..2027-01-03 Europe/Berlin';
const minutesOfDay = 1_440;

/** `Mon-Fri 09:00-17:00 Europe/Berlin`, several separated by `;`. Without days every day, without a zone UTC. */
export function parseDeployWindows(text: string): Parsed<DeployWindow> {
	return parsed(text, readWindow);
}

/** `2026-12-20..2027-01-03`, or one day; several separated by `;`. In the zone that follows, else in `zone`. */
export function parseFreezes(text: string, zone: string): Parsed<Freeze> {
	return parsed(text, (entry) => readFreeze(entry, zone));
}

function parsed<Value>(text: string, read: (entry: string) => Value | TimesIssue): Parsed<Value> {
	const values: Value[] = [];
	const issues: TimesIssue[] = [];
	const entries = text
		.split(/[;\n]/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
	for (const entry of entries) {
		const value = read(entry);
		if (isIssue(value)) issues.push(value);
		else values.push(value);
	}
	return { values, issues };
}

function isIssue(value: unknown): value is TimesIssue {
	return typeof value === 'object' && value !== null && 'advice' in value;
}

const windowPattern =
	/^(?:(?<days>[A-Za-z][A-Za-z,\s-]*?)\s+)?(?<from>\d{1,2}:\d{2})\s*-\s*(?<to>\d{1,2}:\d{2})(?:\s+(?<zone>\S+))?$/;

function readWindow(entry: string): DeployWindow | TimesIssue {
	const { days, from = '', to = '', zone = 'UTC' } = windowPattern.exec(entry)?.groups ?? {};
	const [fromMinute, toMinute] = [minuteOf(from), minuteOf(to)];
	if (fromMinute === null || toMinute === null || fromMinute === minutesOfDay) {
		return {
			message: `"${entry}" is not a window`,
			advice: `Enter days, hours and a time zone, such as ${windowExample}`,
		};
	}
	const found = days === undefined ? [0, 1, 2, 3, 4, 5, 6] : weekdaysOf(days);
	if (found === null) {
		return {
			message: `"${days ?? ''}" in "${entry}" names no days of the week`,
			advice: 'Use Mon, Tue, Wed, Thu, Fri, Sat and Sun, such as Mon-Thu or Tue,Thu, or leave them out for every day',
		};
	}
	if (!isTimeZone(zone)) return unknownZone(entry, zone);
	if (fromMinute === toMinute) {
		return {
			message: `the window "${entry}" never opens: it ends when it begins`,
			advice: 'Use 00:00-24:00 for a whole day',
		};
	}
	return {
		weekdays: found,
		fromMinute,
		// Overnight: it belongs to the day on which it opens.
		toMinute: toMinute < fromMinute ? toMinute + minutesOfDay : toMinute,
		timeZone: zone,
	};
}

function unknownZone(entry: string, zone: string): TimesIssue {
	return {
		message: `"${zone}" in "${entry}" is not a time zone`,
		advice: 'Use a name such as Europe/Berlin, America/New_York or UTC',
	};
}

/** After midnight; null for what is no time of day. */
function minuteOf(text: string): number | null {
	const [hours = Number.NaN, minutes = Number.NaN] = text === '' ? [] : text.split(':').map(Number);
	const minute = hours * 60 + minutes;
	return minutes < 60 && minute <= minutesOfDay ? minute : null;
}

/** `Mon-Fri`, `Sat,Sun`, `Fri-Mon`; null for anything else. */
function weekdaysOf(text: string): number[] | null {
	const found = new Set<number>();
	for (const part of text.split(',')) {
		const [first, last, ...more] = part.split('-').map(weekdayNamed);
		if (first === undefined || first < 0 || last === -1 || more.length > 0) return null;
		const count = last === undefined ? 0 : (last - first + 7) % 7;
		for (let step = 0; step <= count; step++) found.add((first + step) % 7);
	}
	return [...found];
}

/** By its first three letters; -1 for none. */
function weekdayNamed(text: string): number {
	const name = text.trim().toLowerCase();
	return fullWeekdays.findIndex((full) => name.length >= 3 && full.startsWith(name));
}

const fullWeekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const freezePattern = /^(?<from>\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(?<to>\d{4}-\d{2}-\d{2}))?(?:\s+(?<zone>\S+))?$/;

function readFreeze(entry: string, defaultZone: string): Freeze | TimesIssue {
	const { from: fromText = '', to: toText, zone = defaultZone } = freezePattern.exec(entry)?.groups ?? {};
	const [from, to] = [dayOf(fromText), dayOf(toText ?? fromText)];
	if (from === null || to === null) {
		return {
			message: `"${entry}" is not a range of days`,
			advice: `Enter the first and the last day, such as ${freezeExample}`,
		};
	}
	if (!isTimeZone(zone)) return unknownZone(entry, zone);
	if ((toText ?? fromText) < fromText) {
		return { message: `the freeze "${entry}" ends before it begins`, advice: 'Enter the first day first' };
	}
	return { from, to, timeZone: zone };
}

function dayOf(text: string): CalendarDay | null {
	const at = new Date(`${text}T00:00:00Z`);
	if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) return null;
	return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

/** Why nothing may be deployed at this moment. */
export interface ClosedTimes {
	readonly isFreeze: boolean;
	/** When it may be again; null when it may not within a year. */
	readonly opensAtMs: number | null;
	/** The same for people, in the zone of what opens. */
	readonly opensText: string;
}

/** Beyond that nobody waits for a window. */
const farthestMs = 366 * 86_400_000;
/** A freeze after a window after a freeze: more often than that is a mistake. */
const mostSteps = 1_000;

/** Whether a service may be deployed now; null when it may. */
export function closedTimes({ windows, freezes }: DeployTimes, nowMs: number): ClosedTimes | null {
	let atMs = nowMs;
	let zone = windows[0]?.timeZone ?? freezes[0]?.timeZone ?? 'UTC';
	const isFreeze = freezeAt(freezes, nowMs) !== null;
	for (let step = 0; step < mostSteps && atMs - nowMs < farthestMs; step++) {
		const freeze = freezeAt(freezes, atMs);
		if (freeze !== null) {
			({ endMs: atMs, zone } = freeze);
			continue;
		}
		const opening = windows.length === 0 ? { atMs, zone } : nextOpening(windows, atMs);
		if (opening === null) break;
		zone = opening.zone;
		if (opening.atMs <= atMs) {
			if (atMs === nowMs) return null;
			return { isFreeze, opensAtMs: atMs, opensText: new TimeZone(zone).text(atMs) };
		}
		atMs = opening.atMs;
	}
	return { isFreeze, opensAtMs: null, opensText: 'not within a year' };
}

function freezeAt(freezes: readonly Freeze[], atMs: number): { readonly endMs: number; readonly zone: string } | null {
	for (const { from, to, timeZone } of freezes) {
		const zone = new TimeZone(timeZone);
		const endMs = zone.instantOf(daysAfter(to, 1), 0);
		if (atMs >= zone.instantOf(from, 0) && atMs < endMs) return { endMs, zone: timeZone };
	}
	return null;
}

/** The next moment at which a window is open: that very moment where one is. */
function nextOpening(
	windows: readonly DeployWindow[],
	atMs: number,
): { readonly atMs: number; readonly zone: string } | null {
	let best: { readonly atMs: number; readonly zone: string } | null = null;
	for (const window of windows) {
		const zone = new TimeZone(window.timeZone);
		const today = zone.dayAt(atMs);
		// From yesterday, whose window may go on until today, to the same day next week, and one more where a day's is skipped by the clocks.
		for (let offset = -1; offset <= 14; offset++) {
			const day = daysAfter(today, offset);
			if (!window.weekdays.includes(weekdayOf(day))) continue;
			const opensMs = zone.instantOf(day, window.fromMinute);
			const closesMs = zone.instantOf(day, window.toMinute);
			if (closesMs <= atMs || closesMs <= opensMs) continue;
			const found = Math.max(opensMs, atMs);
			if (best === null || found < best.atMs) best = { atMs: found, zone: window.timeZone };
			break;
		}
	}
	return best;
}
