import { type PushedChange, serviceFolders, type ServiceName } from '../../tools/deliver/scenario';
import { isRecord, type JsonRecord, readRecords, readString } from '../../tools/json';
import type { ServiceState } from '../../tools/deliver/observation';
import { createEngine, type Engine, type EngineOptions } from '../n8n/engine/engine';
import { whatRuns } from '../n8n/engine/runs';

export const MONOREPO = 'candlefish-ai/candlefish';
export const WATCH = 'slipway08reconcile';
export const PAGE_KEY = `slipway/${MONOREPO}@main`;

export interface WorldPush extends PushedChange {
	/** The branch; `main` unless given. */
	readonly branch?: string;
	/** Files beside those that make the change. */
	readonly files?: JsonRecord;
}

interface Target {
	readonly platform: string;
	readonly target: string;
	readonly path: string;
}

const targets: Readonly<Record<ServiceName, Target>> = {
	'paintbox-frontend': { platform: 'netlify', target: 'paintbox', path: 'sites/paintbox' },
	'paintbox-api': { platform: 'fly', target: 'paintbox-api', path: 'apps/paintbox-api' },
	gateway: { platform: 'ecs', target: 'candlefish/gateway', path: 'ecs/candlefish/gateway' },
	'nanda-workers': { platform: 'ecs', target: 'candlefish/nanda-workers', path: 'ecs/candlefish/nanda-workers' },
};

/** In the order in which they depend on each other. */
export const CHAIN: readonly ServiceName[] = ['gateway', 'paintbox-api', 'paintbox-frontend'];
export const EVERY: readonly ServiceName[] = [...CHAIN, 'nanda-workers'];

/** The monorepo of the example catalog, its four services on three platforms, and the whole bundle beside them. */
export interface ReleaseWorld {
	readonly engine: Engine;
	/** As at first: nothing deployed by us, GitHub's webhooks on their way to 01. */
	renew(): Promise<void>;
	/** The second half of it, for who has made the engine as at first. */
	arrange(): Promise<void>;
	/** Commits and pushes; GitHub delivers it, and what its builds lead to. Returns the commit. */
	push(change: WorldPush): Promise<string>;
	/** A minute of n8n's: GitHub Watch polls, and what runs goes on. */
	minute(): Promise<void>;
	/** Minutes until nothing runs and nothing is found to do, so many at most. Returns how many it took. */
	calm(atMostMinutes?: number): Promise<number>;
	/** What a visitor of that service gets, and what its platform tells. */
	state(service: ServiceName): Promise<Omit<ServiceState, 'service' | 'platform' | 'target' | 'url'>>;
	/** What each of those serves. */
	commits(services?: readonly ServiceName[]): Promise<Record<string, string>>;
	/** How often each platform was asked for a deployment of those so far. */
	deploymentCounts(): Promise<Record<string, number>>;
	/** The rows of the ledger of that service's production, oldest first. */
	ledger(service?: string): JsonRecord[];
	releases(): JsonRecord[];
	/** What a person was paged about, each time that it was. */
	pages(): string[];
	/** What is left behind: locks that are held, turns that have an owner, rows that have no end. */
	leftovers(): Promise<string[]>;
	/** Every run that has not ended, and the step that it is at. */
	whatRuns(): string;
	close(): Promise<void>;
}

/** `platformSpeed`: as for the engine. */
export async function createReleaseWorld(options: EngineOptions = {}): Promise<ReleaseWorld> {
	return releaseWorldOn(await createEngine(undefined, options));
}

/** The same on an engine that is there already. */
export function releaseWorldOn(engine: Engine): ReleaseWorld {
	const urlOf = (service: ServiceName): string => `${engine.sandbox.origin}/${targets[service].path}`;

	const world: ReleaseWorld = {
		engine,
		async renew() {
			await engine.reset();
			await world.arrange();
		},
		async arrange() {
			for (const service of EVERY) {
				const url = urlOf(service);
				engine.tables.change(
					'slipway_services',
					(row) => row.service === service && row.environment === 'production' && row.platform !== 'netlify',
					{ health_url: `${url}/health`, version_url: `${url}/version.json` },
				);
			}
			await engine.start('slipway40daily', {}, 'trigger');
			await engine.hear(MONOREPO);
		},
		async push(change) {
			const answer = await engine.clouds.control('/github/push', { repository: MONOREPO, ...bodyOf(change) });
			return readString(answer, 'sha') ?? '';
		},
		async minute() {
			engine.pollBeside(WATCH);
			await engine.clock.pass(60_000);
		},
		async calm(atMostMinutes = 120) {
			let quietMinutes = 0;
			for (let minute = 1; minute <= atMostMinutes; minute++) {
				const before = engine.runner.runs.length;
				await world.minute();
				const isQuiet = engine.runner.runs.length === before && !engine.runner.isBusy;
				quietMinutes = isQuiet ? quietMinutes + 1 : 0;
				if (quietMinutes === 2) return minute;
			}
			throw new Error(`Still busy after ${atMostMinutes} minutes: ${world.whatRuns()}`);
		},
		async state(service) {
			return await engine.clouds.serviceState({ service, url: urlOf(service), ...targets[service] });
		},
		async commits(services = EVERY) {
			const states = await Promise.all(services.map(async (service) => [service, await world.state(service)] as const));
			return Object.fromEntries(states.map(([service, { commit }]) => [service, commit]));
		},
		async deploymentCounts() {
			const states = await Promise.all(EVERY.map(async (service) => [service, await world.state(service)] as const));
			return Object.fromEntries(states.map(([service, { deploymentCount }]) => [service, deploymentCount]));
		},
		ledger: (service) =>
			engine.tables
				.rows('slipway_deployments')
				.filter((row) => row.environment === 'production' && (service === undefined || row.service === service)),
		releases: () => engine.tables.rows('slipway_releases'),
		pages: () =>
			engine
				.incidents()
				.flatMap(({ pageCount, summary }) => Array.from({ length: Number(pageCount) }, () => String(summary))),
		async leftovers() {
			const [locks, turns] = await Promise.all([engine.locks(), engine.clouds.turns()]);
			// Of a release the newest row counts: one that is rolled back is told twice, as it begins and as it ends.
			const releases = new Map(world.releases().map((row) => [row.release_id, row]));
			const endless = [...releases.values(), ...engine.tables.rows('slipway_deployments')]
				.filter(({ state }) => ['running', 'compensating'].includes(String(state)))
				.map((row) => {
					const { id, release_id: release, service, environment, kind, state } = row;
					return service === undefined
						? `${String(release)} ${String(state)}`
						: `${String(service)}/${String(environment)} ${String(kind)} ${String(id)} ${String(state)}`;
				});
			return [...locks, ...turns, ...endless];
		},
		whatRuns: () => whatRuns(engine.runner.runs),
		async close() {
			await engine.close();
		},
	};
	return world;
}

let pushCount = 0;

/** As the sandbox's GitHub is asked for it. */
export function bodyOf(change: WorldPush): JsonRecord {
	const mark = `Change ${++pushCount}\n`;
	const { unhealthy } = change;
	return {
		files: {
			'README.md': mark,
			...Object.fromEntries(change.touches.map((service) => [`${serviceFolders[service]}/change.txt`, mark])),
			'.sandbox/build-fails': change.buildFails === true ? 'Error: Cannot find module\n' : null,
			'.sandbox/unhealthy':
				unhealthy === undefined ? null : unhealthy === 'all' ? 'The page throws on load.\n' : unhealthy.join('\n'),
			...change.files,
		},
		message: change.message ?? mark.trim(),
		deliver: change.isDelivered !== false,
		...(change.branch !== undefined && { branch: change.branch }),
		...(change.ontoCommit !== undefined && { ontoSha: change.ontoCommit }),
	};
}

/** The runs of GitHub's Actions that build an image, as the sandbox's GitHub has them. */
export function buildRuns(engine: Engine): JsonRecord[] {
	const { github } = engine.sandbox.state();
	return isRecord(github) ? readRecords(github, 'workflowRuns') : [];
}
