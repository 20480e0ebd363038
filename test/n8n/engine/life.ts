import { AsyncLocalStorage } from 'node:async_hooks';

const lives = new AsyncLocalStorage<Life>();

/**
 * One life of n8n's process, from a start to an end by `kill -9`. What runs in it has no effect any more
 * once it is over: no request, no row, no sub-workflow, no next step, and no last words either.
 */
export class Life {
	/** Resolves when it is over. */
	readonly ended: Promise<void>;

	private isOver = false;

	private resolveEnded: () => void = () => undefined;

	constructor() {
		this.ended = new Promise((resolve) => {
			this.resolveEnded = resolve;
		});
	}

	get isAlive(): boolean {
		return !this.isOver;
	}

	/** Does this as a part of that life, with all that follows from it. */
	async live<Result>(work: () => Promise<Result>): Promise<Result> {
		return await lives.run(this, work);
	}

	end(): void {
		this.isOver = true;
		this.resolveEnded();
	}
}

/** Never goes on in a life that is over. Outside of any life (a test's own requests) it goes on. */
export async function stillAlive(): Promise<void> {
	if (lives.getStore()?.isAlive === false) await new Promise<never>(() => undefined);
}

/** An effect on the world: not begun in a life that is over, and its end not seen if that came meanwhile. */
export async function effect<Result>(act: () => Promise<Result>): Promise<Result> {
	await stillAlive();
	try {
		return await act();
	} finally {
		await stillAlive();
	}
}
