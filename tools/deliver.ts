import { setTimeout as delay } from 'node:timers/promises';

import { parseArguments, UsageError } from './arguments';
import { createPublicApi } from './n8n/publicApi';
import { openSignedInForm } from './n8n/signedInForm';
import { shortCommit } from './deliver/observation';
import { runScenario, type ScenarioResult } from './deliver/run';
import { createSandboxClient } from './deliver/sandboxClient';
import { SCENARIOS } from './deliver/scenarios';
import { findRunning, type RunningStack } from './runningStack';
import { createTerminal, formatDuration, runTool, type Terminal } from './terminal';

const DEFAULT_REPOSITORY = 'candlefish-ai/candlefish';

const USAGE = `Usage: npm run deliver -- <scenario> [--repository ${DEFAULT_REPOSITORY}] [--timeout-seconds 180]

Does what people, GitHub and accidents would do to the n8n that npm start runs, follows it, and checks how it ended.

${SCENARIOS.map(({ name, story }) => `  ${name.padEnd(20)}${story}`).join('\n')}`;

async function main(): Promise<number> {
	const parsed = parseArguments(process.argv.slice(2), {
		values: ['repository', 'timeout-seconds'],
		switches: ['help'],
	});
	const terminal = createTerminal();
	if (parsed.has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	const scenario = SCENARIOS.find(({ name }) => name === parsed.positionals[0]);
	if (!scenario) throw new UsageError(USAGE);
	const timeoutSeconds = parsed.value('timeout-seconds');
	if (timeoutSeconds !== undefined && !(Number(timeoutSeconds) > 0)) {
		throw new UsageError('--timeout-seconds must be a number above 0.');
	}
	const repository = parsed.value('repository') ?? DEFAULT_REPOSITORY;
	const running = await findRunning();
	if (!running) throw new Error('Nothing to push to: start n8n and the sandbox with npm start, in another terminal.');

	terminal.line(`${scenario.name}: ${scenario.story}\n`);
	const result = await runScenario({
		api: createPublicApi({ baseUrl: running.n8nOrigin, apiKey: running.apiKey }),
		sandbox: createSandboxClient(running.sandboxOrigin, running.webhookOrigin),
		repository,
		scenario,
		...(timeoutSeconds !== undefined && { timeoutMs: Number(timeoutSeconds) * 1000 }),
		killN8n: async () => await killAndAwait(running),
		openForm: async (url) => await openSignedInForm(running.n8nOrigin, running.owner, url),
		say: (text) => terminal.event(text),
	});
	return report(terminal, running, result, scenario.name);
}

function report(
	terminal: Terminal,
	running: RunningStack,
	{ checks, result, executions, hasSettled }: ScenarioResult,
	name: string,
): number {
	terminal.line('\nHow it ended:');
	for (const { what, isMet, seen } of checks) {
		terminal.line(`  ${isMet ? 'ok  ' : 'FAIL'}  ${what}${isMet ? '' : `\n        seen: ${seen}`}`);
	}
	if (!hasSettled) terminal.line('  FAIL  n8n was still running at the deadline');
	terminal.line('\nWorth opening:');
	for (const execution of executions.all().slice(-6)) {
		const address = `${running.n8nOrigin}/workflow/${execution.workflowId}/executions/${execution.id}`;
		terminal.line(`  ${executions.nameOf(execution)} (${execution.status})\n    ${address}`);
	}
	for (const { service, url, commit } of result.after.services) {
		terminal.line(`  ${service}, serving ${shortCommit(commit)}${url === '' ? '' : `\n    ${url}/`}`);
	}
	terminal.line(`  The sandbox's clouds\n    ${running.sandboxOrigin}/`);
	const failed = checks.filter(({ isMet }) => !isMet).length + (hasSettled ? 0 : 1);
	const verdict =
		failed === 0 ? 'ended as expected' : `did NOT end as expected (${failed} of ${checks.length} checks failed)`;
	terminal.line(`\n${name} ${verdict} after ${formatDuration(terminal.elapsedMs())}.`);
	return failed === 0 ? 0 : 1;
}

const RESTART_TIMEOUT_MS = 180_000;

/** Kills the n8n that `npm start` runs, with all its processes, and waits until that has started them again. */
async function killAndAwait({ n8nProcessIds }: RunningStack): Promise<void> {
	for (const id of n8nProcessIds) process.kill(id, 'SIGKILL');
	const deadlineMs = Date.now() + RESTART_TIMEOUT_MS;
	for (;;) {
		await delay(500);
		const running = await findRunning();
		if (running !== undefined && !running.n8nProcessIds.some((id) => n8nProcessIds.includes(id))) return;
		if (Date.now() > deadlineMs) throw new Error('npm start did not start n8n again within three minutes.');
	}
}

runTool(main);
