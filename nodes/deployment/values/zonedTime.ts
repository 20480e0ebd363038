/** A day of the calendar. */
export interface CalendarDay {
	readonly year: number;
	/** From 1. */
	readonly month: number;
	readonly day: number;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Whether a time zone has that name, such as `Europe/Berlin`; `UTC` is one. */
export function isTimeZone(name: string): boolean {
	// Offsets such as +02:00 know no daylight saving, which is what a zone is asked for.
	if (!/^[A-Za-z]/.test(name)) return false;
	try {
		new Intl.DateTimeFormat('en-US', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** The clocks of one time zone, daylight saving included. */
export class TimeZone {
	private readonly format: Intl.DateTimeFormat;

	constructor(readonly name: string) {
		this.format = new Intl.DateTimeFormat('en-US', {
			timeZone: name,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	}

	/** What day it is there. */
	dayAt(atMs: number): CalendarDay {
		const wall = new Date(this.wallMs(atMs));
		return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
	}

	/**
	 * When the clocks there show that many minutes after midnight of the day. A time that daylight saving skips is
	 * the moment of the change; one that it repeats is the first of the two.
	 */
	instantOf(day: CalendarDay, minutes: number): number {
		const wallMs = Date.UTC(day.year, day.month - 1, day.day) + minutes * minuteMs;
		// The offsets on both sides of a change: changes lie months apart.
		const candidates = [wallMs - dayMs, wallMs + dayMs].map((nearMs) => wallMs - this.offsetMs(nearMs));
		const shown = candidates.filter((candidate) => this.wallMs(candidate) === wallMs).sort((a, b) => a - b);
		return shown[0] ?? this.changeBetween(Math.min(...candidates), Math.max(...candidates));
	}

	/** `Mon 30 Nov 09:00 Europe/Berlin`. */
	text(atMs: number): string {
		const wall = new Date(this.wallMs(atMs));
		const two = (number: number): string => String(number).padStart(2, '0');
		const [weekday, day, month] = [wall.getUTCDay(), wall.getUTCDate(), wall.getUTCMonth()];
		return `${weekdays[weekday] ?? ''} ${day} ${months[month] ?? ''} ${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())} ${this.name}`;
	}

	private offsetMs(atMs: number): number {
		return this.wallMs(atMs) - Math.floor(atMs / 1000) * 1000;
	}

	/** What the clocks show, as if they were in UTC. */
	private wallMs(atMs: number): number {
		const parts = new Map(this.format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
		const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
		return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	}

	/** The minute between two moments at which the offset changes. */
	private changeBetween(fromMs: number, toMs: number): number {
		const before = this.offsetMs(fromMs);
		let [low, high] = [fromMs, toMs];
		while (high - low > minuteMs) {
			const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
			if (this.offsetMs(middle) === before) low = middle;
			else high = middle;
		}
		return high;
	}
}

/** As `Date` counts them. */
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The day that many days later. */
export function daysAfter({ year, month, day }: CalendarDay, count: number): CalendarDay {
	const at = new Date(Date.UTC(year, month - 1, day + count));
	return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

/** 0 is Sunday. */
export function weekdayOf({ year, month, day }: CalendarDay): number {
	return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
