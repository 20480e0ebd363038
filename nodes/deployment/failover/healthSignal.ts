/*
 * Whether a name is down, by asks that come every twelve seconds, and by somebody who asks from elsewhere. Falling is
 * quick and rising is slow, so that a noisy signal changes nothing twice.
 */

/** So many asks are made in a minute, with so long between two. */
export const asksInMinute = 5;
export const askIntervalMs = 12_000;

/** One ask of the primary. */
export interface Ask {
	readonly atMs: number;
	readonly isGood: boolean;
}

/** What is known of a name from one poll to the next. */
export interface Signal {
	readonly standing: 'up' | 'down';
	/** The last ones, oldest first. */
	readonly asks: readonly Ask[];
	/** Since when every ask was good, and somebody asked; 0 where the last one was bad. */
	readonly goodSinceMs: number;
}

/** Another vantage point's word: Cloudflare's monitors, Grafana's check. `unknown` where none is asked, or none says. */
export type SecondView = 'good' | 'bad' | 'unknown';

/** Bad ones of the last five that are enough where another vantage point sees it, too. */
export const badOfFive = 3;

/** A monitor looks once a minute, so a "good" of its own may be that old: as many asks of ours must be bad, twice over. */
const badAgainstSecondView = 10;

/** So many are kept. */
const keptAsks = badAgainstSecondView;

/** Well again: no bad ask for so long. */
export const quietMs = 10 * 60_000;

/** After a longer pause, as of an n8n that was down, what was known before says nothing. */
export const longestPauseMs = 3 * 60_000;

export const unknownSignal: Signal = { standing: 'up', asks: [], goodSinceMs: 0 };

/** The signal with one more ask. */
export function withAsk(signal: Signal, ask: Ask): Signal {
	const last = signal.asks.at(-1);
	const isNew = last === undefined || ask.atMs - last.atMs > longestPauseMs;
	const goodSinceMs = isNew || signal.goodSinceMs === 0 ? ask.atMs : signal.goodSinceMs;
	return {
		...signal,
		asks: [...(isNew ? [] : signal.asks), ask].slice(-keptAsks),
		goodSinceMs: ask.isGood ? goodSinceMs : 0,
	};
}

/** Whether it matters what another vantage point says: three of the last five are bad, or it may be well again. */
export function needsSecondView(signal: Signal): boolean {
	return signal.standing === 'up' ? badIn(signal, 5) >= badOfFive && isLastBad(signal) : isQuiet(signal);
}

/**
 * How it stands now. It falls with three bad asks of the last five where the second view is bad; with five of five
 * where there is none; with ten of ten against one that says good. It rises when every ask of
 * ten minutes was good, and the second view is not bad.
 */
export function standingOf(signal: Signal, secondView: SecondView): Signal['standing'] {
	if (signal.standing === 'down') return isQuiet(signal) && secondView !== 'bad' ? 'up' : 'down';
	return hasFallen(signal, secondView) ? 'down' : 'up';
}

/** Whether what made it fall goes on: a name that answers again is left alone until it has risen. */
export function isStillBad(signal: Signal): boolean {
	return signal.standing === 'down' && isLastBad(signal) && badIn(signal, 5) >= badOfFive;
}

function hasFallen(signal: Signal, secondView: SecondView): boolean {
	if (!isLastBad(signal)) return false;
	switch (secondView) {
		case 'bad':
			return badIn(signal, 5) >= badOfFive;
		case 'unknown':
			return badIn(signal, 5) === 5;
		case 'good':
			return badIn(signal, badAgainstSecondView) === badAgainstSecondView;
	}
}

function isQuiet({ asks, goodSinceMs }: Signal): boolean {
	const last = asks.at(-1);
	return last !== undefined && goodSinceMs > 0 && last.atMs - goodSinceMs >= quietMs;
}

function isLastBad({ asks }: Signal): boolean {
	return asks.at(-1)?.isGood === false;
}

function badIn({ asks }: Signal, count: number): number {
	return asks.slice(-count).filter(({ isGood }) => !isGood).length;
}
