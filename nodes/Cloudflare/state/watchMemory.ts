import { isStillBad, type Signal, unknownSignal } from '../../deployment/failover/healthSignal';
import { isRecord, listAt, numberAt, textAt } from '../../deployment/values/jsonFields';

/** What a watch knows from one poll to the next. */
export interface WatchMemory {
	readonly signal: Signal;
	/** Since when it stands so; 0 before anything was seen. */
	readonly sinceMs: number;
	/** When it was last asked to do something about a name that is down, and how often. */
	readonly askedAtMs: number;
	readonly asks: number;
	/** What the last bad ask saw. */
	readonly reason: string;
}

export const nothingKnown: WatchMemory = { signal: unknownSignal, sinceMs: 0, askedAtMs: 0, asks: 0, reason: '' };

/** A name that stays down is looked after again: what was done may not have helped, or not have come through. */
const firstPauseMs = 2 * 60_000;
const longestPauseMs = 30 * 60_000;

/** Whether a name that is down, and does not answer yet, is to be looked after again: after 2, 4, 8, 16 and then every 30 minutes. */
export function isDue({ signal, askedAtMs, asks }: WatchMemory, nowMs: number): boolean {
	if (!isStillBad(signal)) return false;
	return nowMs - askedAtMs >= Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, asks - 1));
}

/** The memory as it was kept: n8n's static data, as JSON. */
export function readMemory(value: unknown): WatchMemory {
	if (!isRecord(value)) return nothingKnown;
	const asks = listAt(value, 'signal', 'asks').flatMap((ask) => {
		const atMs = numberAt(ask, 'atMs');
		return atMs === null ? [] : [{ atMs, isGood: isRecord(ask) && ask.isGood === true }];
	});
	return {
		signal: {
			standing: textAt(value, 'signal', 'standing') === 'down' ? 'down' : 'up',
			asks,
			goodSinceMs: numberAt(value, 'signal', 'goodSinceMs') ?? 0,
		},
		sinceMs: numberAt(value, 'sinceMs') ?? 0,
		askedAtMs: numberAt(value, 'askedAtMs') ?? 0,
		asks: numberAt(value, 'asks') ?? 0,
		reason: textAt(value, 'reason') ?? '',
	};
}
