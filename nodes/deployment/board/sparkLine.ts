import { attemptsIn, hasFailed, rollbackOf } from '../ledger/ledgerHistory';
import type { LedgerEntry } from '../ledger/ledgerRow';
import { escapeHtml } from '../values/html';

/** How an attempt to deploy ended, as the board draws it. */
export type AttemptEnd = 'good' | 'bad' | 'back' | 'open' | 'unseen';

export interface Attempt {
	readonly end: AttemptEnd;
	/** From its beginning to its end; null where one of them is not known. */
	readonly seconds: number | null;
}

const mostAttempts = 20;

/** The newest attempts of one service, the oldest of them first. `entries` come newest first. */
export function newestAttempts(entries: readonly LedgerEntry[]): Attempt[] {
	return attemptsIn(entries)
		.slice(0, mostAttempts)
		.map((entry) => ({ end: endOf(entry, entries), seconds: secondsOf(entry) }))
		.reverse();
}

function endOf(entry: LedgerEntry, entries: readonly LedgerEntry[]): AttemptEnd {
	if (hasFailed(entries, entry) || entry.state === 'unhealthy') return 'bad';
	if (rollbackOf(entries, entry) !== null) return 'back';
	if (entry.state === 'live') return 'good';
	return entry.state === 'running' ? 'open' : 'unseen';
}

function secondsOf({ startedAt, finishedAt }: LedgerEntry): number | null {
	const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
	return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** In the picture's own units. */
const [step, middle, shortest, longest] = [6, 16, 4, 14];

/** Words of each end, for one and for several. */
const endWords: Readonly<Record<AttemptEnd, string>> = {
	good: 'went well',
	bad: 'failed',
	back: 'rolled back later',
	open: 'under way',
	unseen: 'with an end that nobody saw',
};

/**
 * A bar for each attempt: what went well stands above the line, what did not hangs below it. A longer bar took longer.
 * Empty for none.
 */
export function sparkLine(attempts: readonly Attempt[]): string {
	if (attempts.length === 0) return '';
	const slowest = Math.max(1, ...attempts.map(({ seconds }) => seconds ?? 0));
	const paths = new Map<AttemptEnd, string>();
	attempts.forEach(({ end, seconds }, index) => {
		const length = Math.round(shortest + ((seconds ?? 0) / slowest) * (longest - shortest));
		const isAbove = end === 'good' || end === 'open';
		const bar = `M${index * step + step / 2} ${middle}v${isAbove ? -length : length}`;
		paths.set(end, (paths.get(end) ?? '') + bar);
	});
	const width = attempts.length * step;
	const lines = [...paths].map(([end, path]) => `<path class="${end}" d="${path}"/>`).join('');
	return `<svg class="spark" width="${width}" height="32" viewBox="0 0 ${width} 32" role="img" aria-label="${escapeHtml(sparkWords(attempts))}"><path class="axis" d="M0 ${middle}h${width}"/>${lines}</svg>`;
}

/** The same in words: `12 deployments: 10 went well, 2 failed`. */
export function sparkWords(attempts: readonly Attempt[]): string {
	const counts = new Map<AttemptEnd, number>();
	for (const { end } of attempts) counts.set(end, (counts.get(end) ?? 0) + 1);
	const parts = [...counts].map(([end, count]) => `${count} ${endWords[end]}`);
	return `${attempts.length} deployment${attempts.length === 1 ? '' : 's'}: ${parts.join(', ')}`;
}

export interface DayBar {
	/** `2026-11-27`. */
	readonly day: string;
	readonly deployments: number;
	readonly failed: number;
}

/** A bar for each day: what failed hangs below the line. */
export function dayChart(days: readonly DayBar[]): string {
	const most = Math.max(1, ...days.map(({ deployments, failed }) => Math.max(deployments - failed, failed)));
	const bars = (count: (day: DayBar) => number, sign: 1 | -1): string =>
		days
			.map((day, index) => {
				const length = (count(day) / most) * 30;
				return length > 0 ? `M${index * 4 + 2} 32v${sign * Math.max(1, Math.round(length))}` : '';
			})
			.join('');
	const width = days.length * 4;
	const all = days.reduce((sum, { deployments }) => sum + deployments, 0);
	const failed = days.reduce((sum, day) => sum + day.failed, 0);
	const words = `${all} deployments in ${days.length} days, ${failed} of which failed`;
	return `<svg class="days" viewBox="0 0 ${width} 64" preserveAspectRatio="none" role="img" aria-label="${words}"><path class="axis" d="M0 32h${width}"/><path class="good" d="${bars(({ deployments, failed: bad }) => deployments - bad, -1)}"/><path class="bad" d="${bars(({ failed: bad }) => bad, 1)}"/></svg>`;
}
