import type { SandboxClock } from '../../kernel/clock';

interface PendingWait {
	check(): void;
	end(): void;
}

/** Requests that are held until something about a machine is so. */
export class Waits {
	/**
	 * Whether a request is held at all. A test whose client and sandbox share one manual clock turns it off:
	 * nobody moves the clock while the client waits for the answer. Then the time-out is answered at once.
	 */
	hold = true;
	private readonly pending = new Set<PendingWait>();

	constructor(private readonly clock: SandboxClock) {}

	get count(): number {
		return this.pending.size;
	}

	/** What `find` gives as soon as it gives something; `undefined` after `timeoutMs` of sandbox time, or when stopped. */
	async until<Found>(find: () => Found | undefined, timeoutMs: number): Promise<Found | undefined> {
		const found = find();
		if (found !== undefined || !this.hold) return found;
		return await new Promise((resolve) => {
			const finish = (result: Found | undefined): void => {
				cancel();
				this.pending.delete(entry);
				resolve(result);
			};
			const entry: PendingWait = {
				check: () => {
					const result = find();
					if (result !== undefined) finish(result);
				},
				end: () => finish(undefined),
			};
			this.pending.add(entry);
			const cancel = this.clock.after(timeoutMs, entry.end);
		});
	}

	/** Something changed: every held request looks again. */
	changed(): void {
		for (const wait of [...this.pending]) wait.check();
	}

	stop(): void {
		for (const wait of [...this.pending]) wait.end();
	}
}
