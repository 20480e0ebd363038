import { setTimeout as delay } from 'node:timers/promises';

import type { PublicApi } from '../n8n/publicApi';
import { act } from './act';
import { checkBooks } from './bookChecks';
import { readBooks } from './books';
import { type ExecutionLog, followExecutions } from './executions';
import { describeChanges, type Observation, observe, type Site } from './observation';
import type { SandboxClient } from './sandboxClient';
import type { Check, DeliveryResult, Scenario } from './scenarios';

const POLL_MS = 400;
/** How long nothing may move before the end is called the end. */
const QUIET_MS = 4000;

export interface ScenarioResult {
	readonly checks: readonly Check[];
	readonly outcome: DeliveryResult;
	readonly site: Site;
	readonly executions: ExecutionLog;
	/** False when something was still running at the deadline. */
	readonly hasSettled: boolean;
}

/**
 * Plays one scenario against a running n8n and sandbox and follows it to its end: nothing moving any more,
 * or the deadline. The checks look at the clouds themselves, and hold the ledger against them.
 */
export async function runScenario(options: {
	readonly api: PublicApi;
	readonly sandbox: SandboxClient;
	readonly repository: string;
	readonly scenario: Scenario;
	readonly timeoutMs: number;
	readonly say: (text: string) => void;
}): Promise<ScenarioResult> {
	const { api, sandbox, repository, scenario, say } = options;
	const site = await sandbox.siteOf(repository);
	const before = await observe(sandbox, repository, site);
	const executions = await followExecutions(api);
	const deadlineMs = Date.now() + options.timeoutMs;
	const acted = await act(sandbox, repository, scenario, say);

	const servedCommits = [before.live.commit];
	let last: Observation = before;
	let lastMoveMs = Date.now();
	for (;;) {
		const lines = await executions.read();
		const now = await observe(sandbox, repository, site);
		lines.push(...describeChanges(last, now));
		last = now;
		if (now.live.commit !== servedCommits.at(-1)) servedCommits.push(now.live.commit);
		for (const line of lines) say(line);
		if (lines.length > 0) lastMoveMs = Date.now();

		// Met checks are not enough: a second deploy may still be on its way. So quiet is asked for.
		const hasSettled = executions.runningCount() === 0 && Date.now() - lastMoveMs >= QUIET_MS;
		if (hasSettled || Date.now() > deadlineMs) {
			const outcome: DeliveryResult = { ...acted, before, after: now, servedCommits };
			const books = await readBooks(api, sandbox);
			const checks = [...scenario.checks(outcome), ...checkBooks(scenario.name, outcome, books)];
			return { checks, outcome, site, executions, hasSettled };
		}
		await delay(POLL_MS);
	}
}
