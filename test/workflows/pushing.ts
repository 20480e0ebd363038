import { type JsonRecord, readRecords } from '../../tools/json';
import type { Pushed, SlipwayDriver } from './slipwayDriver';

/** What came of a push. */
interface Aftermath {
	readonly pushed: Pushed;
	readonly release: JsonRecord | undefined;
	readonly row: JsonRecord | undefined;
	readonly newTriggers: number;
	readonly newDeploys: number;
}

/** Pushes to one repository, whose service has its name, in a running n8n. */
export interface Pushing {
	/** Pushes, waits for the end, and looks at what came of it. */
	aftermathOf(change?: JsonRecord): Promise<Aftermath>;
	/** The whole way back to what is good: deployed, and nothing left open. */
	expectGoodPush(): Promise<void>;
	/** How often PagerDuty was triggered so far, for anything but another repository. */
	triggers(): number;
	/** What the last event said: PagerDuty keeps the first one's words as the incident's title. */
	lastTrigger(): string;
	deployCount(): number;
	/** The keys of what the person on call has still to look at. */
	openPages(): unknown[];
}

export function createPushing(driver: SlipwayDriver, repository: string): Pushing {
	const service = repository.split('/')[1] ?? '';
	// GitHub Watch polls meanwhile, and has its own say about other repositories whose rows are changed here.
	const isOfAnother = (key: unknown): boolean => {
		const named = /^slipway\/([^/@]+\/[^/@]+)@/.exec(String(key))?.[1];
		return named !== undefined && named !== repository;
	};
	const incidents = (): JsonRecord[] => driver.incidents().filter(({ dedupKey }) => !isOfAnother(dedupKey));
	const pushing: Pushing = {
		async aftermathOf(change = {}) {
			const [triggersBefore, deploysBefore] = [pushing.triggers(), pushing.deployCount()];
			const pushed = await driver.push(repository, change);
			expect(pushed.statusCode).toBe(202);
			await driver.settled();
			expect(await driver.locks()).toEqual([]);
			return {
				pushed,
				release: (await driver.releaseOf(pushed.deliveryId)).at(-1),
				row: (await driver.deploymentsOf(pushed.deliveryId)).find(({ kind }) => kind === 'deploy'),
				newTriggers: pushing.triggers() - triggersBefore,
				newDeploys: pushing.deployCount() - deploysBefore,
			};
		},
		async expectGoodPush() {
			const { pushed, release, row } = await pushing.aftermathOf();
			expect(release).toMatchObject({ state: 'live' });
			expect(row).toMatchObject({ state: 'live', verified: true, commit: pushed.sha });
			expect(pushing.openPages()).not.toContain(`slipway/${repository}@main`);
		},
		triggers: () => incidents().reduce((sum, { triggerCount }) => sum + Number(triggerCount), 0),
		lastTrigger() {
			const events = incidents().flatMap((incident) => readRecords(incident, 'history'));
			const [last] = events
				.filter(({ action }) => action === 'trigger')
				.sort((left, right) => Number(right.atMs) - Number(left.atMs));
			return String(last?.summary);
		},
		deployCount: () => driver.deploys(service).length,
		openPages: () =>
			incidents()
				.filter(({ status }) => status !== 'resolved')
				.map(({ dedupKey }) => dedupKey),
	};
	return pushing;
}
