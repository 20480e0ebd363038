const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const units = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
] as const;

/** A time for people: `27 Nov 03:05 UTC (12 minutes ago)`; `at an unknown time` for what is none. */
export function timeText(iso: string, nowMs: number): string {
	return Number.isFinite(Date.parse(iso)) ? `${clockText(iso)} (${ageText(iso, nowMs)})` : clockText(iso);
}

/** The same without its age: `27 Nov 03:05 UTC`. */
export function clockText(iso: string): string {
	const at = new Date(iso);
	if (Number.isNaN(at.getTime())) return 'at an unknown time';
	const two = (number: number): string => String(number).padStart(2, '0');
	const day = `${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ''}`;
	return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())} UTC`;
}

/** How long ago that was: `12 minutes ago`; empty for what is no time. */
export function ageText(iso: string, nowMs: number): string {
	const ageMs = nowMs - Date.parse(iso);
	if (!Number.isFinite(ageMs)) return '';
	for (const [unit, lengthMs] of units) {
		const count = Math.floor(ageMs / lengthMs);
		if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
	}
	return 'just now';
}
