import type { JsonRecord } from '../json';
import type { Engine } from '../../test/n8n/engine/engine';
import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import type { Benchmark, BenchmarkResult } from './benchmark';
import { median } from './statistics';

const SERVICES = 200;
/** Services were deployed at this many different commits: releases go service by service. */
const COMMITS = 20;
const CHANGED = 3;
const ROUNDS = 7;
const POLLS = 10;
const REPOSITORY = 'candlefish-ai/candlefish';
/** As many at once as Reconcile asks. */
const AT_ONCE = 4;
const GOAL_RATIO = 0.2;

const [DECIDE, LIST, WATCH] = ['bench-decide', 'bench-list', 'bench-watch'];
const credential = (type: string) => ({ [type]: { id: type, name: type } });
const gitHub = { type: 'n8n-nodes-slipway.gitHubDeployments', credentials: credential('slipwayGitHubApi') };
const reconcileStep = {
	...{ ...gitHub, name: 'Decide' },
	parameters: {
		...{ resource: 'serviceRelease', operation: 'reconcile', longestRunSeconds: 240 },
		services: '={{ $json.services }}',
		catalogRows: '={{ $json.rows }}',
		ledgerRows: '={{ $json.ledger }}',
	},
};
const watchListStep = {
	...{ ...gitHub, name: 'List' },
	parameters: { resource: 'serviceRelease', operation: 'watchList', catalogRows: '={{ $json.rows }}' },
};
const watchStep = {
	...{ name: 'Watch', type: 'n8n-nodes-slipway.gitHubWatch' },
	credentials: { ...credential('slipwayGitHubApi'), ...credential('slipwayUpstashRedisApi') },
	parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] } },
};

/**
 * What a release of a repository with 200 services asks of GitHub to decide about each of them, and how long that
 * takes, beside two requests for each service; and what GitHub Watch asks about them while nothing moves.
 */
export const reconcileBenchmark: Benchmark = {
	word: 'reconcile',
	async run(say) {
		// Not with this file: n8n-core takes its time, and other benchmarks have no use for it.
		const { createEngine } = await import('../../test/n8n/engine/engine');
		const { addWorkflow } = await import('../../test/n8n/engine/smallWorkflows');
		const engine = await createEngine(undefined, { timeScale: 1 });
		const calls: Calls = { all: 0, notModified: 0 };
		engine.sandbox.onExchange(({ platform, status }) => {
			if (platform !== 'github') return;
			calls.all++;
			if (status === 304) calls.notModified++;
		});
		const measured = async (work: () => Promise<void>): Promise<Measured> => {
			const before = { ...calls };
			const begunMs = performance.now();
			await work();
			const notModified = calls.notModified - before.notModified;
			return { ms: performance.now() - begunMs, calls: calls.all - before.all, notModified };
		};
		try {
			addWorkflow(engine, DECIDE, [reconcileStep]);
			addWorkflow(engine, LIST, [watchListStep]);
			addWorkflow(engine, WATCH, [watchStep]);
			const services = await prepareServices(engine);
			say(`Ready: ${SERVICES} services, deployed at ${COMMITS} commits.`);
			const ours: Measured[] = [];
			const plain: Measured[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				plain.push(await measured(async () => await askForEach(engine, services)));
				ours.push(await measured(async () => await reconcileAll(engine, services)));
			}
			const polls = await watchQuietly(engine, services, measured);
			return [decisionResult(ours, plain), watchResult(polls)];
		} finally {
			await engine.close();
		}
	},
};

interface Service {
	readonly row: JsonRecord;
	/** The commit that is live. */
	readonly live: string;
}

interface Calls {
	all: number;
	notModified: number;
}

interface Measured {
	readonly ms: number;
	readonly calls: number;
	/** Those of them that count nothing against GitHub's limit. */
	readonly notModified: number;
}

/** Commits of which each touches some services, all of them live; the last one touches few, which are due then. */
async function prepareServices(engine: Engine): Promise<readonly Service[]> {
	const pathOf = (service: number): string => `services/s${service}/index.js`;
	const commits: string[] = [];
	for (let mark = 0; mark <= COMMITS; mark++) {
		const touched = Array.from({ length: SERVICES }, (_, service) => service).filter((service) =>
			mark < COMMITS ? service % COMMITS === mark : service < CHANGED,
		);
		const files = Object.fromEntries(touched.map((service) => [pathOf(service), `// ${mark}\n`]));
		commits.push((await engine.commit(REPOSITORY, { files })).sha);
	}
	return Array.from({ length: SERVICES }, (_, service) => ({
		row: {
			...{ id: service + 1, service: `s${service}`, environment: 'production', enabled: true, hold: false, wave: 1 },
			...{ platform: 'netlify', target: `site-${service}`, repository: REPOSITORY, branch: 'main' },
			paths: `services/s${service}/**`,
		},
		live: commits[service % COMMITS] ?? '',
	}));
}

/** What is asked where each service is looked at by itself: the head, and what differs from what is live. */
async function askForEach({ sandbox }: Engine, services: readonly Service[]): Promise<void> {
	const ask = async (path: string): Promise<void> => {
		const answer = await fetch(`${sandbox.origin}/github/repos/${REPOSITORY}${path}`, {
			headers: { authorization: `Bearer ${SANDBOX_TOKEN}` },
		});
		if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${path}`);
		await answer.text();
	};
	const left = [...services];
	const lane = async (): Promise<void> => {
		for (let service = left.shift(); service; service = left.shift()) {
			await ask('/branches/main');
			await ask(`/compare/${service.live}...main`);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** All decided at once, by the operation of workflow 02. */
async function reconcileAll(engine: Engine, services: readonly Service[]): Promise<void> {
	const release = { repository: REPOSITORY, branch: 'main', releaseId: 'bench/1', why: 'push', actor: 'bench' };
	const run = await engine.start(DECIDE, {
		rows: services.map(({ row }) => ({ json: row })),
		services: services.map(({ row, live }) => ({
			json: {
				...{ service: row.service, environment: row.environment, release },
				live: {
					ok: true,
					isLive: true,
					deploymentId: `d-${live}`,
					artifact: `d-${live}`,
					commit: live,
					underWay: null,
				},
			},
		})),
		ledger: services.map(({ row, live }) => ({
			json: {
				...{ id: row.id, kind: 'deploy', service: row.service, environment: row.environment, repository: REPOSITORY },
				...{ state: 'live', verified: true, decision: 'deploy', commit: live, release_id: 'bench/0' },
				...{ deployment_id: `d-${live}`, live_id: `d-${live}`, live_artifact: `d-${live}`, live_commit: live },
				...{ started_at: '2026-01-01T00:00:00.000Z', finished_at: '2026-01-01T00:01:00.000Z' },
			},
		})),
	});
	const due = run.data?.resultData.runData.Decide?.[0]?.data?.main?.[0] ?? [];
	if (due.length !== CHANGED || due.some(({ json }) => json.decision !== 'deploy')) {
		throw new Error(`${due.length} services were to be deployed, not ${CHANGED}: ${run.error?.message ?? ''}`);
	}
}

/** Polls of GitHub Watch for all of them while nothing moves, after a first one that takes notice of the heads. */
async function watchQuietly(
	engine: Engine,
	services: readonly Service[],
	measured: (work: () => Promise<void>) => Promise<Measured>,
): Promise<readonly Measured[]> {
	const run = await engine.start(LIST, { rows: services.map(({ row }) => ({ json: row })) });
	const commands = run.data?.resultData.runData.List?.[0]?.data?.main?.[0]?.[0]?.json.commands;
	if (!Array.isArray(commands)) throw new Error(`There is no list of what is watched: ${run.error?.message ?? ''}`);
	for (const command of commands) if (Array.isArray(command)) await engine.redis(...command.map(String));
	await engine.poll(WATCH);
	const polls: Measured[] = [];
	for (let poll = 0; poll < POLLS; poll++) polls.push(await measured(async () => void (await engine.poll(WATCH))));
	return polls;
}

function decisionResult(ours: readonly Measured[], plain: readonly Measured[]): BenchmarkResult {
	const [oursMs, plainMs] = [median(ours.map(({ ms }) => ms)), median(plain.map(({ ms }) => ms))];
	const [calls, plainCalls] = [median(ours.map((each) => each.calls)), median(plain.map((each) => each.calls))];
	return {
		name: `Deciding about ${SERVICES} services of one repository, deployed at ${COMMITS} commits`,
		ours: `${calls} calls of GitHub, ${oursMs.toFixed(0)} ms`,
		reference: `${plainCalls} calls, ${plainMs.toFixed(0)} ms: head and comparison asked for each service`,
		ratio: calls / plainCalls,
		goal: `at most ${GOAL_RATIO} of the calls, and no longer`,
		reached: calls / plainCalls <= GOAL_RATIO && oursMs <= plainMs,
		notes: [`median of ${ours.length} rounds each; ${CHANGED} services are due`],
	};
}

function watchResult(polls: readonly Measured[]): BenchmarkResult {
	const calls = sumOf(polls.map((each) => each.calls));
	const counted = calls - sumOf(polls.map(({ notModified }) => notModified));
	return {
		name: `GitHub Watch over ${SERVICES} services while nothing moves`,
		ours: `${calls} calls in ${polls.length} polls, of which ${counted} count against GitHub's limit; ${median(polls.map(({ ms }) => ms)).toFixed(0)} ms a poll`,
		reference: `${SERVICES * polls.length} calls: one for each service and poll`,
		ratio: calls / (SERVICES * polls.length),
		goal: 'none that counts',
		reached: counted === 0,
		notes: ['GitHub answers 304 to what has not changed, which counts nothing'],
	};
}

function sumOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0);
}
