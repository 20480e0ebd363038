import { createEngine, type Engine } from '../n8n/engine/engine';

export const CROWN = 'candlefish-ai/crown-trophy';
export const KEY = `slipway/${CROWN}@main`;
const WATCH = 'slipway08reconcile';

export const minutes = (count: number): number => count * 60_000;

/** One service on Netlify that is live and verified, and platforms that go away. */
export interface OutageDriver {
	readonly engine: Engine;
	/** As at first, with one good push. */
	renew(): Promise<void>;
	/** How often somebody was paged. */
	pages(): number;
	/** That platform answers 503 for so long. */
	away(platform: string, durationMs: number): void;
	/** Until what fails is told, and what was kept is done. */
	untilSettled(): Promise<void>;
	/** Raises when GitHub Watch still finds something that was kept. */
	expectNothingKept(): Promise<void>;
	/** How often Netlify was asked for a build so far. */
	buildCount(): number;
	/** Whether the page of that key is open. */
	isOpen(key: string): boolean;
}

export async function createOutageDriver(): Promise<OutageDriver> {
	const engine = await createEngine();
	/** So many minutes in which GitHub Watch looks for what was left undone, at no branch, and what it finds is done. */
	async function pass(count: number): Promise<void> {
		await engine.redis('DEL', 'slipway:watch');
		for (let passed = 0; passed < count; passed++) {
			await engine.clock.pass(minutes(1));
			await engine.poll(WATCH);
		}
	}
	return {
		engine,
		async renew() {
			await engine.reset();
			await engine.push(CROWN);
		},
		pages: () => engine.incidents().reduce((sum, { pageCount }) => sum + Number(pageCount), 0),
		away: (platform, durationMs) => engine.faultFor(durationMs, { platform, kind: 'status', status: 503 }),
		untilSettled: async () => await pass(25),
		async expectNothingKept() {
			await engine.clock.pass(minutes(25));
			expect(await engine.poll(WATCH)).toBeUndefined();
		},
		buildCount: () =>
			engine.sandbox
				.requests({ platform: 'netlify' })
				.filter(({ method, path }) => method === 'POST' && path.endsWith('/builds')).length,
		isOpen: (key) => engine.openIncidents().some(({ dedupKey }) => dedupKey === key),
	};
}
