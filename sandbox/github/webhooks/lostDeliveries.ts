import type { IdSource } from '../../kernel/platform';

/** Which deliveries nobody gets, as when a receiver is down: GitHub records them as failed, and sends none again. */
export interface LostDeliveries {
	/** Loses the next ones of these events (none named: of all). */
	loseNext(count: number, events?: readonly string[]): void;
	/** Loses about this share (0 to 1) of those events, until told otherwise. */
	loseShare(share: number, events?: readonly string[]): void;
	/** Whether this one is lost; counts it. */
	isLost(event: string): boolean;
	state(): { readonly next: number; readonly share: number; readonly lost: number };
	reset(): void;
}

const none = { next: 0, share: 0, lost: 0, events: [] as readonly string[] };

/** Drawn from the sandbox's ids: the same for one seed. */
export function createLostDeliveries(ids: IdSource): LostDeliveries {
	let losing = none;
	return {
		loseNext(count, events = []) {
			losing = { ...losing, next: count, events };
		},
		loseShare(share, events = []) {
			losing = { ...losing, share, events };
		},
		isLost(event) {
			if (losing.next === 0 && losing.share === 0) return false;
			if (losing.events.length > 0 && !losing.events.includes(event)) return false;
			const isNext = losing.next > 0;
			if (!isNext && Number.parseInt(ids.hex(6), 16) >= losing.share * 0x1000000) return false;
			losing = { ...losing, next: isNext ? losing.next - 1 : 0, lost: losing.lost + 1 };
			return true;
		},
		state: () => ({ next: losing.next, share: losing.share, lost: losing.lost }),
		reset() {
			losing = none;
		},
	};
}
