import { setTimeout as delay } from 'node:timers/promises';

import type { PublicApi } from '../n8n/publicApi';
import { act } from './act';
import { type ExecutionLog, followExecutions } from './executions';
import { describeChanges, type Observation, observe, type Site } from './observation';
import type { SandboxClient } from './sandboxClient';
import type { Check, Outcome, Scenario } from './scenarios';

const POLL_MS = 400;
/** How long nothing may move before the end is called the end. */
const QUIET_MS = 4000;

export interface ScenarioResult {
	readonly checks: readonly Check[];
	readonly outcome: Outcome;
	readonly site: Site;
	readonly executions: ExecutionLog;
	/** False when something was still running at the deadline. */
	readonly hasSettled: boolean;
}

/**
 * Plays one scenario against a running n8n and sandbox and follows it to its end: all checks met, or
 * nothing moving any more, or the deadline. The checks look at the sandbox itself, not at what n8n says.
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

		const outcome: Outcome = { ...acted, before, after: now, servedCommits };
		const checks = scenario.checks(outcome);
		const isIdle = executions.runningCount() === 0;
		const quietMs = Date.now() - lastMoveMs;
		// Met checks are not enough: a second deploy may still be on its way. So quiet is asked for too.
		if (isIdle && quietMs >= QUIET_MS) {
			return { checks, outcome, site, executions, hasSettled: true };
		}
		if (Date.now() > deadlineMs) return { checks, outcome, site, executions, hasSettled: false };
		await delay(POLL_MS);
	}
}
