import { setTimeout as delay } from 'node:timers/promises';

import axios from 'axios';

import { portableSettings } from '../../../nodes/SlipwayBundle/state/canonical';
import { sandboxUpstashToken } from '../../../sandbox/upstash';
import { createSandboxClient } from '../../../tools/deliver/sandboxClient';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../../tools/json';
import { startStack, type TestStack } from '../../n8n/realN8n';
import { beImpatient } from '../../workflows/impatience';
import { bodyOf, MONOREPO } from '../../workflows/releaseWorld';
import type { SweptStage } from '../subject';
import type { SweptWorld } from '../sweptWorld';
import { createCaller } from './caller';
import { keepGitHubHooks } from './gitHubHooks';
import { createN8nRuns } from './n8nRuns';
import { createN8nTables } from './n8nTables';

/** How much faster than n8n the platforms live. */
const TIME_SCALE = 120;
/** A day of the clouds is not waited for. */
const LONGEST_PASS_MS = 20_000;
/** How often GitHub Watch polls: n8n takes no expression of less than a minute, but as many expressions as one likes. */
const WATCH_SECONDS = 10;
const WATCH = 'Slipway 08';
const DAILY = 'Slipway 40';

/** A stage in a real n8n with the whole bundle, and a sandbox, both of their own. */
export interface N8nStage extends SweptStage {
	/** The runs of a case are those from here on. */
	forgetRuns(): Promise<void>;
	close(): Promise<void>;
}

/** Starts them, which takes some 15 s. The package must be built. */
export async function createN8nStage(): Promise<N8nStage> {
	const stack = await startStack({ timeScale: TIME_SCALE });
	try {
		return await stageOf(stack);
	} catch (error) {
		await stack.close();
		throw error;
	}
}

async function stageOf(stack: TestStack): Promise<N8nStage> {
	const { api, sandbox, n8n } = stack;
	const clouds = createSandboxClient(sandbox.origin, n8n.origin);
	await beImpatient(stack);
	const watchId = await watchOften(stack);
	const hooks = await keepGitHubHooks(sandbox.origin);
	const caller = await createCaller(stack);
	const tables = await createN8nTables(stack);
	const runs = await createN8nRuns(stack, (workflowId) => workflowId === caller.workflowId);
	const workflowIds = new Map((await api.listWorkflows()).map(({ id, name }) => [name, id]));

	// Not through the platforms' own routes: a fault is in force, and counts requests.
	const isBuilding = async (): Promise<boolean> => (await clouds.actionsRuns(MONOREPO)).some(({ isOver }) => !isOver);
	const settled = async (): Promise<void> => {
		await runs.settled(isBuilding);
		await Promise.all([tables.read(), runs.read()]);
	};
	const workflowId = (portableId: string): string => {
		const name = stack.bundle.workflows.find(({ id }) => id === portableId)?.name ?? '';
		const id = workflowIds.get(name);
		if (id === undefined) throw new Error(`No workflow ${portableId} in n8n.`);
		return id;
	};
	let isWatching = true;
	const letWatch = async (isWanted: boolean): Promise<void> => {
		if (isWanted !== isWatching) await (isWanted ? api.publishWorkflow(watchId) : api.unpublishWorkflow(watchId));
		isWatching = isWanted;
	};
	const engine: SweptWorld = {
		sandbox,
		clouds,
		tables,
		runner: {
			get runs() {
				return runs.seen;
			},
			settled,
		},
		clock: {
			async pass(durationMs) {
				await delay(Math.min(durationMs / TIME_SCALE, LONGEST_PASS_MS));
				await settled();
			},
		},
		async start(portableId, json = {}) {
			await caller.call(workflowId(portableId), json);
			await settled();
		},
		async commit(repository, change = {}) {
			const answer = await clouds.control('/github/push', { repository, scenario: 'good', deliver: false, ...change });
			return { sha: readString(answer, 'sha') ?? '', payload: isRecord(answer.payload) ? answer.payload : {} };
		},
		runsOf: (portableId) => runs.seen.filter(({ workflow }) => workflow.id === portableId),
		incidents() {
			const { pagerduty } = sandbox.state();
			return isRecord(pagerduty) ? readRecords(pagerduty, 'incidents') : [];
		},
		openIncidents: () => engine.incidents().filter(({ status }) => status !== 'resolved'),
		async redis(...command) {
			const headers = { authorization: `Bearer ${sandboxUpstashToken}` };
			const answer = await axios.post<unknown>(`${sandbox.origin}/upstash`, command, { headers, proxy: false });
			return readPath(answer.data, 'result');
		},
		locks: async () => await clouds.locks(),
	};
	return {
		engine,
		releases: {
			// The rows of the catalog have their addresses already.
			async arrange() {
				await hooks.restore();
				const daily = (await api.listWorkflows()).find(({ name }) => name.startsWith(DAILY));
				if (!daily) throw new Error(`${DAILY} is not in n8n.`);
				await n8n.session.runWorkflow(daily.id, 'When a day has passed');
				await settled();
			},
			async push(change) {
				const answer = await clouds.control('/github/push', { repository: MONOREPO, ...bodyOf(change) });
				return readString(answer, 'sha') ?? '';
			},
			calm: settled,
			async minute() {
				await delay(WATCH_SECONDS * 1000);
				await settled();
			},
		},
		async reset(services) {
			// It would page about a catalog that is empty, which a job's is in process as well, where nobody watches.
			await letWatch(services.length > 0);
			await runs.stop();
			await sandbox.reset();
			await tables.restore(leaveServices(tables.catalog, services, sandbox.origin));
		},
		forgetRuns: async () => await runs.forget(),
		close: async () => await stack.close(),
	};
}

/** Where what visitors see answers, which is only told of Netlify's sites by their platform. */
const paths: Readonly<Record<string, string>> = { fly: 'apps', ecs: 'ecs' };

/** The rows of these services, which depend on no other; where they answer is in them. */
function leaveServices(
	catalog: readonly JsonRecord[],
	services: readonly string[],
	sandboxOrigin: string,
): JsonRecord[] {
	return catalog
		.filter(({ service }) => services.includes(String(service)))
		.map((row) => {
			const dependsOn = String(row.depends_on ?? '')
				.split(',')
				.map((name) => name.trim())
				.filter((name) => services.includes(name));
			const path = paths[String(row.platform)];
			const url = `${sandboxOrigin}/${path ?? ''}/${String(row.target)}`;
			return {
				...row,
				depends_on: dependsOn.join(', '),
				...(path !== undefined && row.environment === 'production'
					? { health_url: `${url}/health`, version_url: `${url}/version.json` }
					: {}),
			};
		});
}

/** GitHub Watch, every few seconds instead of every minute. The workflow's id. */
async function watchOften({ api }: TestStack): Promise<string> {
	const listed = (await api.listWorkflows()).find(({ name }) => name.startsWith(WATCH));
	if (!listed) throw new Error(`${WATCH} is not in n8n.`);
	const workflow = await api.getWorkflow(listed.id);
	const { connections } = workflow.raw;
	const item = Array.from({ length: 60 / WATCH_SECONDS }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * WATCH_SECONDS} * * * * *`,
	}));
	await api.updateWorkflow(workflow.id, {
		name: workflow.name,
		nodes: workflow.nodes.map((node) =>
			isRecord(node.parameters) && node.parameters.pollTimes !== undefined
				? { ...node, parameters: { ...node.parameters, pollTimes: { item } } }
				: node,
		),
		connections: isRecord(connections) ? connections : {},
		settings: portableSettings(workflow.raw.settings),
	});
	await api.publishWorkflow(workflow.id);
	return workflow.id;
}
