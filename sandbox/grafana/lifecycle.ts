import type { Matcher, Labels, Sample, SeriesChange, StoredSilence } from './model';

const scrapeMs = 15_000;

/** What was scraped in a span of time, every 15 seconds and at its end; its start left out. */
export function scrapedSamples(changes: readonly SeriesChange[], fromMs: number, toMs: number): Sample[] {
	const times: number[] = [];
	for (let atMs = toMs; atMs > fromMs; atMs -= scrapeMs) times.unshift(atMs);
	return times.flatMap((atMs) => {
		const value = valueAt(changes, atMs);
		return value === null ? [] : [{ atMs, value }];
	});
}

/** A counter goes on from where its last change left it. */
function valueAt(changes: readonly SeriesChange[], atMs: number): number | null {
	const before = changes.filter(({ sinceMs }) => sinceMs <= atMs);
	const last = before[before.length - 1];
	if (!last || last.value === null) return null;
	const grown = before.slice(0, -1).reduce((sum, { perSecond, sinceMs }, index) => {
		const untilMs = before[index + 1]?.sinceMs ?? atMs;
		return sum + (perSecond * (untilMs - sinceMs)) / 1000;
	}, 0);
	return last.value + (last.perSecond > 0 ? grown : 0) + (last.perSecond * (atMs - last.sinceMs)) / 1000;
}

export function silenceStateAt({ startsAtMs, endsAtMs }: StoredSilence, nowMs: number) {
	if (nowMs >= endsAtMs) return 'expired';
	return nowMs >= startsAtMs ? 'active' : 'pending';
}

/** A regular expression must fit the whole value, as in Prometheus. */
export function matches(labels: Labels, { name, value, isRegex, isEqual }: Matcher): boolean {
	const given = labels[name] ?? '';
	return (isRegex ? new RegExp(`^(?:${value})$`).test(given) : given === value) === isEqual;
}
