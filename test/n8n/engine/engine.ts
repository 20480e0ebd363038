import { createHmac, randomUUID } from 'node:crypto';

import { Settings } from 'luxon';
import { type IDataObject, type IWorkflowBase, setGlobalState } from 'n8n-workflow';

import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { createSandbox, type FaultSpecification, type Sandbox } from '../../../sandbox';
import type { SandboxClock } from '../../../sandbox/kernel/clock';
import { sandboxUpstashToken } from '../../../sandbox/upstash';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../../tools/json';
import { createSandboxClient, type SandboxClient } from '../../../tools/deliver/sandboxClient';
import { TestCredentialsHelper } from '../nodeHarness';
import { postToNode, type WebhookOutcome } from '../webhookHarness';
import { engineCredentials } from './credentials';
import { DataTables } from './dataTables';
import { Deaths } from './deaths';
import { createIdleClock, type EngineClock } from './idleClock';
import { effect } from './life';
import { NodeFaults } from './nodeFaults';
import { engineNodeTypes, ourNode } from './nodeTypes';
import { pollOnce } from './polls';
import { quietLog } from './quietLog';
import { createRealClock } from './realClock';
import { WorkflowRunner } from './runner';
import type { EngineRun } from './runs';
import { createReceiver, type Received, type Receiver, registerHook } from './webhooks';
import { bundledWorkflows, startNode } from './workflowFile';

/** A commit on the sandbox's GitHub, and what GitHub would deliver for it. */
export interface Commit {
	readonly sha: string;
	readonly payload: JsonRecord;
}

export interface Delivered {
	readonly deliveryId: string;
	readonly outcome: WebhookOutcome;
	/** Absent when the trigger started no run. */
	readonly run: EngineRun | undefined;
}

export interface DeliveryOptions {
	readonly deliveryId?: string;
	/** GitHub's name of the event; a push unless given. */
	readonly event?: string;
}

/** The bundle on n8n's own engine in this process, with everything around it. */
export interface Engine {
	readonly sandbox: Sandbox;
	readonly clock: EngineClock;
	readonly tables: DataTables;
	readonly faults: NodeFaults;
	readonly deaths: Deaths;
	readonly workflows: Map<string, IWorkflowBase>;
	readonly runner: WorkflowRunner;
	readonly clouds: SandboxClient;
	/** Runs a workflow of the bundle as n8n does when its trigger fires with that. */
	start(workflowId: string, json?: IDataObject, mode?: 'trigger' | 'manual' | 'integrated'): Promise<EngineRun>;
	/** From now on the sandbox's GitHub delivers that repository's webhooks, by itself, to 01, or to that workflow. */
	hear(repository: string, workflowId?: string): Promise<Receiver>;
	/** One poll of that workflow's trigger, and the run it starts, if it gives anything, to its end. */
	poll(workflowId: string): Promise<EngineRun | undefined>;
	/** The same beside whatever runs; not when n8n is down. */
	pollBeside(workflowId: string): void;
	/** n8n after a kill: up again, with what it does about the runs that it finds, if anything, to their end. */
	startAgain(options?: { readonly isMourning?: boolean }): Promise<void>;
	/** A commit that is not delivered. */
	commit(repository: string, change?: JsonRecord): Promise<Commit>;
	/** A signed delivery through the real trigger, and the run it starts, but not what that starts without waiting. */
	intake(payload: JsonRecord, options?: DeliveryOptions): Promise<Delivered>;
	/** The same, with everything that follows from it, to its end. */
	deliver(payload: JsonRecord, deliveryId?: string): Promise<Delivered>;
	/** A commit, delivered, and everything that follows from it, to its end. */
	push(repository: string, change?: JsonRecord): Promise<Commit & Delivered>;
	/** A fault of the sandbox that ends after so much time. */
	faultFor(durationMs: number, fault: FaultSpecification): void;
	incidents(): JsonRecord[];
	openIncidents(): JsonRecord[];
	live(repository: string): Promise<{ readonly commit: string; readonly pageStatus: number }>;
	redis(...command: string[]): Promise<unknown>;
	locks(): Promise<string[]>;
	deploymentsOf(deliveryId: string): JsonRecord[];
	releaseOf(deliveryId: string): JsonRecord | undefined;
	/** The runs of one workflow so far, oldest first. */
	runsOf(workflowId: string): EngineRun[];
	/** As it was at the start: much cheaper than another engine. */
	reset(): Promise<void>;
	close(): Promise<void>;
}

const INTAKE = 'slipway01github';
/** n8n sleeps ten seconds after a start that follows a crash, and needs two or three for itself (n8n-mechanics, 2). */
const START_AFTER_A_KILL_MS = 13_000;

export interface EngineOptions {
	/** How many times as fast as else builds and deployments go: less is asked while they are waited for. */
	readonly platformSpeed?: number;
	/**
	 * Only these services are in the catalog, and nothing depends on others. Each row of a branch costs a look at its
	 * platform in every round of a release.
	 */
	readonly services?: readonly string[];
	/** Time passes as it does outside, and platforms live so many times as fast: for what is measured, not for tests. */
	readonly timeScale?: number;
}

/** Starts the sandbox, makes the tables by the bundle's own set-up, and returns what runs the bundle: the one in `folder`, else today's. */
export async function createEngine(
	folder?: string,
	{ platformSpeed = 1, services, timeScale }: EngineOptions = {},
): Promise<Engine> {
	quietLog();
	// n8n works out the offset of its zone for each expression, and one with summer time costs a twentieth of a run.
	setGlobalState({ defaultTimezone: 'UTC' });
	const clock = timeScale === undefined ? createIdleClock() : createRealClock(timeScale);
	const { after } = clock.sandbox;
	const platformClock: SandboxClock = {
		...clock.sandbox,
		after: (delayMs, callback) => after(delayMs / platformSpeed, callback),
	};
	const restoreClock = replaceClock({
		...clock.nodes,
		sleep: async (durationMs, wakeUp) => await effect(async () => await clock.nodes.sleep(durationMs, wakeUp)),
	});
	// `$now` in expressions.
	Settings.now = () => clock.nodes.now();
	// The embedded Redis, which lives in the nodes' time.
	const time = timeScale === undefined ? { clock: platformClock } : { timeScale };
	const sandbox = await createSandbox({ ...time, redisUrl: '' });
	const workflows = bundledWorkflows(folder);
	const deaths = new Deaths(workflows);
	const hasActed = (workflowId: string | undefined, step: string): void => deaths.reached(workflowId, step, 'during');
	const faults = new NodeFaults(workflows, hasActed);
	const tables = new DataTables((workflowId, step) => faults.check(workflowId, step), hasActed);
	const credentials = engineCredentials(sandbox.origin);
	const runner = new WorkflowRunner({
		nodeTypes: faults.around(engineNodeTypes),
		credentialsHelper: new TestCredentialsHelper([...credentials.values()]),
		tables,
		workflows,
		deaths,
		now: clock.nodes.now,
		after: clock.after,
	});
	const clouds = createSandboxClient(sandbox.origin, 'http://127.0.0.1:5678');
	const pagerDuty = (): JsonRecord =>
		isRecord(sandbox.state().pagerduty) ? (sandbox.state().pagerduty as JsonRecord) : {};
	const byDelivery = (table: string, deliveryId: string): JsonRecord[] =>
		tables.rows(table).filter(({ release_id: id }) => String(id).split('/')[0] === deliveryId);

	const workflowOf = (id: string): IWorkflowBase => {
		const found = workflows.get(id);
		if (!found) throw new Error(`The bundle has no workflow ${id}`);
		return found;
	};

	const webhookSecret = String(credentials.get('slipwayGitHubApi')?.data.webhookSecret);
	const receivers = new Map<string, Receiver>();
	/** A delivery through the real trigger. */
	const receive = async (delivery: Received, workflowId = INTAKE): Promise<WebhookOutcome> => {
		const credential = credentials.get('slipwayGitHubApi');
		if (!credential) throw new Error('There is no GitHub credential');
		const trigger = startNode(workflowOf(workflowId));
		const node = ourNode(trigger.type);
		return await postToNode({ node, parameters: trigger.parameters, credentials: [credential] }, delivery);
	};

	const engine: Engine = {
		sandbox,
		clock,
		tables,
		faults,
		deaths,
		workflows,
		runner,
		clouds,
		async start(workflowId, json = {}, mode = 'trigger') {
			const run = await runner.run(workflowOf(workflowId), mode, [{ json }]);
			await runner.settled();
			return run;
		},
		async commit(repository, change = {}) {
			const answer = await clouds.control('/github/push', { repository, scenario: 'good', deliver: false, ...change });
			return { sha: readString(answer, 'sha') ?? '', payload: isRecord(answer.payload) ? answer.payload : {} };
		},
		async poll(workflowId) {
			const run = await pollOnce(runner, workflowOf(workflowId));
			await runner.settled();
			return run;
		},
		pollBeside(workflowId) {
			if (runner.isUp) runner.inBackground(pollOnce(runner, workflowOf(workflowId)));
		},
		async startAgain({ isMourning = true } = {}) {
			await clock.pass(START_AFTER_A_KILL_MS);
			runner.startAgain(isMourning);
			await runner.settled();
		},
		async intake(payload, { deliveryId = randomUUID(), event = 'push' } = {}) {
			const body = JSON.stringify(payload);
			const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
			const outcome = await receive({
				headers: {
					'content-type': 'application/json',
					'x-github-event': event,
					'x-github-delivery': deliveryId,
					'x-hub-signature-256': `sha256=${signature}`,
				},
				body: Buffer.from(body),
			});
			if (outcome.items.length === 0) return { deliveryId, outcome, run: undefined };
			const items = outcome.items.map((json) => ({ json }));
			return { deliveryId, outcome, run: await runner.run(workflowOf(INTAKE), 'webhook', items) };
		},
		async hear(repository, workflowId = INTAKE) {
			const known = receivers.get(workflowId);
			const receiver =
				known ??
				(await createReceiver(async (delivery) => {
					if (!runner.isUp) return null;
					const outcome = await receive(delivery, workflowId);
					const items = outcome.items.map((json) => ({ json }));
					if (items.length > 0) runner.inBackground(runner.run(workflowOf(workflowId), 'webhook', items));
					return outcome;
				}));
			receivers.set(workflowId, receiver);
			const chosen = readPath(startNode(workflowOf(workflowId)).parameters, 'events');
			const events = Array.isArray(chosen) ? chosen.map(String) : [];
			await registerHook(sandbox.origin, repository, { url: receiver.url, secret: webhookSecret, events });
			return receiver;
		},
		async deliver(payload, deliveryId) {
			const delivered = await engine.intake(payload, deliveryId === undefined ? {} : { deliveryId });
			await runner.settled();
			return delivered;
		},
		async push(repository, change = {}) {
			const commit = await engine.commit(repository, change);
			return { ...commit, ...(await engine.deliver(commit.payload)) };
		},
		faultFor(durationMs, fault) {
			const id = sandbox.addFault({ times: 'always', ...fault });
			clock.sandbox.after(durationMs, () => void sandbox.removeFault(id));
		},
		incidents: () => readRecords(pagerDuty(), 'incidents'),
		openIncidents: () => engine.incidents().filter(({ status }) => status !== 'resolved'),
		async live(repository) {
			return await clouds.live((await clouds.siteOf(repository)).url);
		},
		async redis(...command) {
			const answer = await fetch(`${sandbox.origin}/upstash`, {
				method: 'POST',
				headers: { authorization: `Bearer ${sandboxUpstashToken}`, 'content-type': 'application/json' },
				body: JSON.stringify(command),
			});
			return readPath(await answer.json(), 'result');
		},
		async locks() {
			const keys = await engine.redis('KEYS', 'slipway:lock:*');
			return Array.isArray(keys) ? keys.map(String) : [];
		},
		deploymentsOf: (deliveryId) => byDelivery('slipway_deployments', deliveryId),
		releaseOf: (deliveryId) => byDelivery('slipway_releases', deliveryId).at(-1),
		runsOf: (workflowId) => runner.runs.filter(({ workflow }) => workflow.id === workflowId),
		async reset() {
			await runner.settled();
			faults.mend();
			deaths.mend();
			tables.clear();
			runner.forget();
			await sandbox.reset();
			await setUp();
		},
		async close() {
			for (const receiver of receivers.values()) await receiver.close();
			clock.stop();
			restoreClock();
			Settings.now = () => Date.now();
			await sandbox.close();
		},
	};
	async function setUp(): Promise<void> {
		await engine.start('slipway00setup', {}, 'manual');
		if (services !== undefined) leaveServices(tables, services);
	}
	await setUp();
	return engine;
}

/** Takes all other services out of the catalog, and out of what these depend on. */
export function leaveServices(tables: DataTables, services: readonly string[]): void {
	const isLeft = (service: unknown): boolean => services.includes(String(service));
	tables.remove('slipway_services', ({ service }) => !isLeft(service));
	for (const { id, depends_on: dependsOn } of tables.rows('slipway_services')) {
		const left = String(dependsOn)
			.split(',')
			.map((name) => name.trim())
			.filter(isLeft);
		tables.change('slipway_services', (row) => row.id === id, { depends_on: left.join(', ') });
	}
}
