import { createHmac, randomUUID } from 'node:crypto';

import { Settings } from 'luxon';
import type { IDataObject, IWorkflowBase } from 'n8n-workflow';

import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { createSandbox, type FaultSpecification, type Sandbox } from '../../../sandbox';
import { sandboxUpstashToken } from '../../../sandbox/upstash';
import { isRecord, type JsonRecord, readPath, readRecords, readString } from '../../../tools/json';
import { createSandboxClient, type SandboxClient } from '../../../tools/deliver/sandboxClient';
import { TestCredentialsHelper } from '../nodeHarness';
import { postToNode, type WebhookOutcome } from '../webhookHarness';
import { engineCredentials } from './credentials';
import { DataTables } from './dataTables';
import { createIdleClock, type IdleClock } from './idleClock';
import { NodeFaults } from './nodeFaults';
import { engineNodeTypes, ourNode } from './nodeTypes';
import { type EngineRun, WorkflowRunner } from './runner';
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

/** The bundle on n8n's own engine in this process, with everything around it. */
export interface Engine {
	readonly sandbox: Sandbox;
	readonly clock: IdleClock;
	readonly tables: DataTables;
	readonly faults: NodeFaults;
	readonly workflows: Map<string, IWorkflowBase>;
	readonly runner: WorkflowRunner;
	readonly clouds: SandboxClient;
	/** Runs a workflow of the bundle as n8n does when its trigger fires with that. */
	start(workflowId: string, json?: IDataObject, mode?: 'trigger' | 'manual' | 'integrated'): Promise<EngineRun>;
	/** A commit that is not delivered. */
	commit(repository: string, change?: JsonRecord): Promise<Commit>;
	/** A signed delivery through the real trigger, and the run it starts, to its end. */
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

/** Starts the sandbox, makes the tables by the bundle's own set-up, and returns what runs the bundle: the one in `folder`, else today's. */
export async function createEngine(folder?: string): Promise<Engine> {
	const clock = createIdleClock();
	const restoreClock = replaceClock(clock.nodes);
	// `$now` in expressions.
	Settings.now = () => clock.nodes.now();
	// The embedded Redis, which lives in the same time.
	const sandbox = await createSandbox({ clock: clock.sandbox, redisUrl: '' });
	const workflows = bundledWorkflows(folder);
	const faults = new NodeFaults(workflows);
	const tables = new DataTables((workflowId, nodeName) => faults.check(workflowId, nodeName));
	const credentials = engineCredentials(sandbox.origin);
	const runner = new WorkflowRunner({
		nodeTypes: faults.around(engineNodeTypes),
		credentialsHelper: new TestCredentialsHelper([...credentials.values()]),
		tables,
		workflows,
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

	const engine: Engine = {
		sandbox,
		clock,
		tables,
		faults,
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
		async deliver(payload, deliveryId = randomUUID()) {
			const workflow = workflowOf(INTAKE);
			const credential = credentials.get('slipwayGitHubApi');
			if (!credential) throw new Error('There is no GitHub credential');
			const trigger = startNode(workflow);
			const body = JSON.stringify(payload);
			const signature = createHmac('sha256', String(credential.data.webhookSecret)).update(body).digest('hex');
			const outcome = await postToNode(
				{ node: ourNode(trigger.type), parameters: trigger.parameters, credentials: [credential] },
				{
					headers: {
						'content-type': 'application/json',
						'x-github-event': 'push',
						'x-github-delivery': deliveryId,
						'x-hub-signature-256': `sha256=${signature}`,
					},
					body,
				},
			);
			if (outcome.items.length === 0) return { deliveryId, outcome, run: undefined };
			const run = await runner.run(
				workflow,
				'webhook',
				outcome.items.map((json) => ({ json })),
			);
			await runner.settled();
			return { deliveryId, outcome, run };
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
			tables.clear();
			runner.runs.length = 0;
			await sandbox.reset();
			await engine.start('slipway00setup', {}, 'manual');
		},
		async close() {
			clock.stop();
			restoreClock();
			Settings.now = () => Date.now();
			await sandbox.close();
		},
	};
	await engine.start('slipway00setup', {}, 'manual');
	return engine;
}
