import type { JsonRecord } from '../../../tools/json';
import { foreignSteps } from '../../workflows/foreignWorld';
import type { WorldPush } from '../../workflows/releaseWorld';
import { leftovers } from '../invariants/leftovers';
import { isLeftBad, judgeLedger } from '../invariants/ledger';
import { judgePages } from '../invariants/pages';
import { shownSecrets } from '../invariants/secrets';
import type { RequestPlace } from '../requestPlace';
import type { ReleaseStage, Scene, Stage, Subject, SweptStage } from '../subject';
import type { SweptWorld } from '../sweptWorld';
import { type ReleasedService, releasedServices } from './releasedServices';

type Kind = 'good' | 'unhealthy' | 'build fails';

/** Looks of GitHub Watch after which nothing comes of itself any more. */
const LOOKS = 60;
/** What cannot be seen is told after half an hour. */
const LOOKS_WHILE_AWAY = 45;
/** The ledger is read whole: with so many rows a new world is cheaper. */
const MOST_ROWS = 40;

const ROLLBACK_STEPS = foreignSteps('slipway03deploy', 'slipway04rollback', 'slipway11record', 'slipway14end');
const RELEASE_STEPS = foreignSteps(
	'slipway01github',
	'slipway02release',
	'slipway03deploy',
	'slipway11record',
	'slipway13tell',
	'slipway14end',
	'slipway15platform',
	'slipway20netlify',
);

type Push = (change?: Partial<WorldPush>) => Promise<void>;
/** How a push comes to 02. What is done before `play` no fault can hit. */
interface Way {
	play(): Promise<void>;
}

/** n8n is killed once the service is deployed and nothing of it is written down, and starts again. */
const takenUp = async ({ engine, releases: world }: Stage, push: Push): Promise<Way> => {
	const death = engine.deaths.at('slipway03deploy', 'Do it on its platform', 'after');
	await push();
	await world.calm();
	await death;
	const dead = engine.runner.runs.filter(({ status }) => status === 'running');
	return {
		async play() {
			engine.runner.runs.push(...dead);
			await engine.startAgain();
		},
	};
};

export const ofPlatforms =
	(...names: string[]) =>
	({ platform }: RequestPlace): boolean =>
		names.includes(platform);

/**
 * A push, from GitHub's webhook to the end: 01, 02, 03, 11, 13, 14, 15 and the platform's own. What is the same on
 * every platform is swept once, on Netlify.
 */
export const releases: readonly Subject[] = [
	releaseOf('02-release on netlify', 'good', ['paintbox-frontend'], { steps: RELEASE_STEPS, most: 200 }),
	releaseOf('02-release on fly', 'good', ['paintbox-api'], { isOwn: ofPlatforms('fly', 'github', 'public'), most: 40 }),
	releaseOf('02-release on ecs', 'good', ['gateway'], { isOwn: ofPlatforms('aws', 'public'), most: 40 }),
	releaseOf('02-release on graphos', 'good', ['gateway-schema'], { isOwn: ofPlatforms('apollo'), most: 40 }),
	releaseOf('02-release on temporal', 'good', ['paintbox-workers'], { isOwn: ofPlatforms('temporal'), most: 40 }),
	releaseOf('04-rollback on netlify', 'unhealthy', ['paintbox-frontend'], { steps: ROLLBACK_STEPS, most: 120 }),
	releaseOf('04-rollback on fly', 'unhealthy', ['paintbox-api'], {
		isOwn: ofPlatforms('fly', 'pagerduty', 'public'),
		most: 40,
	}),
	releaseOf('04-rollback on ecs', 'unhealthy', ['gateway'], {
		isOwn: ofPlatforms('aws', 'pagerduty', 'public'),
		most: 40,
	}),
	releaseOf('02-release that does not build', 'build fails', ['paintbox-frontend'], {
		isOwn: ofPlatforms('netlify', 'pagerduty', 'upstash', 'github'),
		most: 40,
	}),
	// GitHub's delivery is lost, so 08 finds what moved. The rest of the way is 02's.
	releaseOf('08-reconcile of a push', 'good', ['paintbox-frontend'], {
		way: async (_stage, push) => ({ play: async () => await push({ isDelivered: false }) }),
		isOwn: ({ platform, method, path, action, occurrence }) =>
			(platform === 'github' && method === 'GET' && /\/(git\/|pulls$|releases)/.test(path)) ||
			(platform === 'upstash' && ['EVAL', 'HSET'].includes(action) && occurrence <= 3),
		steps: ['What is it?', 'Look at the branch'].map((step) => ({ workflowId: 'slipway08reconcile', step })),
		most: 12,
	}),
	releaseOf('07-on-failure of a release', 'good', ['paintbox-frontend'], {
		way: takenUp,
		isOwn: ({ platform, action, occurrence }) => platform === 'upstash' && action === 'EVAL' && occurrence <= 2,
		steps: [
			'Note what died',
			'What is next?',
			'Take what was asked for',
			'If it is a preview',
			'Take up its release again',
		].map((step) => ({ workflowId: 'slipway07page', step })),
		most: 6,
	}),
	releaseOf('02-release of three services', 'good', ['gateway', 'paintbox-api', 'paintbox-frontend'], {
		isOwn: ({ platform, isWrite }) => isWrite && platform !== 'public',
		most: 25,
	}),
];

export function releaseOf(
	name: string,
	kind: Kind,
	services: readonly string[],
	{ way, ...more }: Omit<Subject, 'name' | 'prepare'> & { readonly way?: (stage: Stage, push: Push) => Promise<Way> },
): Subject {
	const prepareBy = async (
		{ engine, releases: world, reset }: SweptStage,
		isOurs: boolean,
		wayOf: (push: Push) => Promise<Way>,
	): Promise<Scene> => {
		const released = services.map((service) => releasedServices(service));
		const isUsable = isOurs && engine.tables.rows('slipway_deployments').length < MOST_ROWS;
		if (!isUsable) {
			await reset(services);
			await world.arrange();
		}
		// What is bad is told once: after something good it is told anew. A page that is open is the last case's: while
		// it is, PagerDuty takes what else fails on that branch as told.
		if (!isUsable || kind !== 'good' || engine.openIncidents().length > 0) {
			await world.push(allOf(released.map((one) => one.good(++marks))));
			await world.calm();
		}
		return await releaseScene(engine, world, { released, kind, wayOf });
	};
	const delivered = async (push: Push): Promise<Way> => ({ play: async () => await push() });
	return {
		name,
		...more,
		prepare: async (stage, isOurs) =>
			await prepareBy(stage, isOurs, way ? async (push) => await way(stage, push) : delivered),
		...(way === undefined && {
			prepareInN8n: async (stage: SweptStage, isOurs: boolean) => await prepareBy(stage, isOurs, delivered),
		}),
	};
}

let marks = 0;

const allOf = (changes: readonly WorldPush[]): WorldPush => ({
	...changes[0],
	touches: changes.flatMap(({ touches }) => touches),
	files: Object.assign({}, ...changes.map(({ files }) => files ?? {})) as JsonRecord,
});

interface Released {
	readonly released: readonly ReleasedService[];
	readonly kind: Kind;
	wayOf(push: Push): Promise<Way>;
}

async function releaseScene(
	engine: SweptWorld,
	world: ReleaseStage,
	{ released, kind, wayOf }: Released,
): Promise<Scene> {
	const liveOf = async (): Promise<Record<string, string>> =>
		Object.fromEntries(
			await Promise.all(
				released.map(async (one) => {
					const { platform, target, path, service } = one;
					const url = path === '' ? '' : `${engine.sandbox.origin}${path}`;
					const seen = await engine.clouds.serviceState({ service, platform, target, url });
					return [service, seen.pageStatus === null || seen.pageStatus === 200 ? seen.commit : `ill ${seen.commit}`];
				}),
			),
		);
	const before = await liveOf();
	const pagesBefore = engine.incidents().length;
	const rowsBefore = new Set(engine.tables.rows('slipway_deployments').map(({ id }) => id));
	const incidents = (): JsonRecord[] => engine.incidents().slice(pagesBefore);
	let pushed = '';
	const isDone = async (): Promise<boolean> => {
		const now = await liveOf();
		const isLive = released.every(({ service }) => now[service] === (kind === 'good' ? pushed : before[service]));
		return isLive && (kind === 'good') === (incidents().filter(({ status }) => status !== 'resolved').length === 0);
	};
	const isAtRest = async (): Promise<boolean> => (await isDone()) && (await leftovers(engine)).length === 0;
	const look = async (most: number, isEnough: () => Promise<boolean>): Promise<void> => {
		for (let count = 0; count < most && !(await isEnough()); count++) await world.minute();
		await engine.runner.settled();
	};
	const { play } = await wayOf(async (change = {}) => {
		const changes = released.map((one) => one[kind === 'unhealthy' ? 'bad' : 'good'](++marks));
		pushed = await world.push({ ...allOf(changes), buildFails: kind === 'build fails', ...change });
	});
	return {
		async play() {
			await play();
			await world.calm();
		},
		async judgeWhileAway(place) {
			const isOver = async (): Promise<boolean> => incidents().length > 0 || (await isDone());
			await look(LOOKS_WHILE_AWAY, isOver);
			// A page gets nowhere while nobody takes it.
			const isBlind = place?.platform === 'pagerduty';
			return isBlind || (await isOver()) ? [] : ['it lasts, nothing comes of it, and nobody is told'];
		},
		async mend() {
			await look(LOOKS, isAtRest);
		},
		isDone,
		async judge() {
			const now = await liveOf();
			const left = await leftovers(engine);
			const rows = engine.tables.rows('slipway_deployments').filter(({ id }) => !rowsBefore.has(id));
			return [
				...released.flatMap(({ service }) =>
					now[service] === before[service] ||
					(kind === 'good' && now[service] === pushed) ||
					isLeftBad(rows, service, now[service] ?? '', incidents())
						? []
						: [`${service} serves ${now[service] || 'nothing'}, neither the old nor the new`],
				),
				...left.map((what) => `left behind: ${what}`),
				...judgePages(incidents(), await isDone(), kind === 'good'),
				...released.flatMap(({ service }) => judgeLedger(rows, service, now[service] ?? '')),
				...shownSecrets(engine),
			];
		},
	};
}
