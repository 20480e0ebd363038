import { setTimeout as delay } from 'node:timers/promises';

import type { PublicApi } from '../n8n/publicApi';
import type { SentPage } from '../n8n/signedInForm';
import { createActor } from './actor';
import { catalogEditor } from './catalogEditor';
import { bookmark, readBooks } from './books';
import { type ExecutionLog, followExecutions } from './executions';
import { describeChanges, isUnderWay, type Observation, observe } from './observation';
import type { SandboxClient } from './sandboxClient';
import type { Acted, Check, DeliveryResult, Scenario, Served } from './scenario';
import { observedServices } from './services';
import { workflowEditor } from './workflowEditor';

const POLL_MS = 400;
/** How long nothing may move before the end is called the end. */
const QUIET_MS = 4000;
const DEFAULT_TIMEOUT_SECONDS = 180;

export interface ScenarioOptions {
	readonly api: PublicApi;
	readonly sandbox: SandboxClient;
	readonly repository: string;
	readonly scenario: Scenario;
	/** Instead of the scenario's own. */
	readonly timeoutMs?: number;
	/** How n8n is killed and brought back; without it, no scenario may ask for that. */
	readonly killN8n?: () => Promise<void>;
	/** How a form of n8n is opened by a person who is signed in; without it, no scenario may ask for that. */
	readonly openForm?: (url: string) => Promise<SentPage>;
	readonly say: (text: string) => void;
}

export interface ScenarioResult {
	readonly checks: readonly Check[];
	readonly result: DeliveryResult;
	readonly executions: ExecutionLog;
	/** False when something was still running at the deadline. */
	readonly hasSettled: boolean;
}

/**
 * Plays one scenario against a running n8n and sandbox and follows it to its end: nothing moving any more,
 * or the deadline. The checks look at the clouds themselves, and hold the ledger against them.
 */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioResult> {
	const { api, sandbox, repository, scenario, say } = options;
	const services = await observedServices(api, repository, sandbox.urlOf);
	const before = await observe(sandbox, repository, services);
	const since = await bookmark(api);
	const executions = await followExecutions(api);
	const deadlineMs = Date.now() + (options.timeoutMs ?? (scenario.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000);

	const served: Served[] = [];
	let last: Observation = before;
	let lastMoveMs = Date.now();
	const isQuiet = (): boolean =>
		executions.runningCount() === 0 && !isUnderWay(last) && Date.now() - lastMoveMs >= QUIET_MS;
	const look = async (): Promise<void> => {
		// While n8n is being killed and started again it tells nothing: then only the clouds are looked at.
		const lines = await executions.read().catch((): string[] => []);
		const now = await observe(sandbox, repository, services);
		lines.push(...describeChanges(last, now));
		served.push(...newlyServed(last, now));
		last = now;
		for (const line of lines) say(line);
		if (lines.length > 0) lastMoveMs = Date.now();
	};
	const catalog = catalogEditor(api, repository);
	const workflows = workflowEditor(api);
	const actor = await createActor({
		sandbox,
		repository,
		say,
		executions,
		killN8n: options.killN8n ?? refuseToKill,
		openForm: options.openForm ?? refuseToOpen,
		catalog,
		workflows,
		seen: () => last,
		isQuiet,
		deadlineMs,
		stopExecution: async (id) => await api.stopExecution(id),
	});

	const play = { acted: undefined as Acted | undefined, failure: undefined as unknown, hasEnded: false };
	const played = scenario
		.play(actor)
		.then((acted) => (play.acted = acted))
		.catch((error: unknown) => (play.failure = error))
		.finally(() => {
			play.hasEnded = true;
			lastMoveMs = Date.now();
		});
	for (;;) {
		await look();
		// Met checks are not enough: a second deploy may still be on its way. So quiet is asked for.
		if ((play.hasEnded && isQuiet()) || Date.now() > deadlineMs) break;
		await delay(POLL_MS);
	}
	await played;
	// What the scenario wanted of catalog and workflows is no concern of the next one.
	await catalog.restore();
	await workflows.restore();
	if (play.acted === undefined) throw play.failure;
	const result: DeliveryResult = {
		...play.acted,
		before,
		after: last,
		served,
		books: await readBooks(api, sandbox, since),
	};
	return { checks: scenario.checks(result), result, executions, hasSettled: isQuiet() };
}

async function refuseToKill(): Promise<void> {
	throw new Error('This n8n is not started again when it is killed: play this scenario against npm start.');
}

async function refuseToOpen(): Promise<never> {
	throw new Error('Nobody can sign in to this n8n from here: play this scenario against npm start.');
}

function newlyServed(before: Observation, after: Observation): Served[] {
	return after.services.flatMap(({ service, commit }) =>
		before.services.some((known) => known.service === service && known.commit === commit) ? [] : [{ service, commit }],
	);
}
