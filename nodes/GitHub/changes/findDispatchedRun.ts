import { listAt } from '../../deployment/values/jsonFields';
import { clock } from '../../shared/waiting/clock';
import { OperationFailure } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import { pollUntil } from '../../shared/waiting/pollUntil';
import type { GitHubWorkflowRun } from '../api/types';

/** A run shows up a few seconds after its dispatch. */
const timeoutMs = 60_000;

/** GitHub's times are whole seconds, and its servers' clocks differ a little. */
const toleranceMs = 2_000;

/** A workflow on a branch or tag. */
export interface Dispatched {
	readonly client: PlatformClient;
	readonly workflowPath: string;
	readonly ref: string;
}

/** The newest runs that were dispatched, newest first. */
export async function listDispatchedRuns(dispatched: Dispatched): Promise<GitHubWorkflowRun[]> {
	return (await look(dispatched)).runs;
}

/** The runs that were dispatched since a time of this n8n's clock, by which GitHub's may be off. */
export async function listRunsSince(dispatched: Dispatched, sinceMs: number): Promise<GitHubWorkflowRun[]> {
	const { runs, gitHubTimeMs } = await look(dispatched);
	const offsetMs = gitHubTimeMs - clock.now();
	return runs.filter((run) => Date.parse(run.created_at) >= sinceMs + offsetMs - toleranceMs);
}

async function look({ client, workflowPath, ref }: Dispatched) {
	const { body, headers } = await client.request({
		method: 'GET',
		path: `${workflowPath}/runs`,
		query: { event: 'workflow_dispatch', branch: ref.replace(/^refs\/(?:heads|tags)\//, ''), per_page: 30 },
	});
	return {
		runs: listAt(body, 'workflow_runs').filter(isRun),
		gitHubTimeMs: Date.parse(headers.date ?? '') || clock.now(),
	};
}

/**
 * The run that a dispatch started, where GitHub did not name it: the only one that is new.
 *
 * @throws OperationFailure when none shows up, or when several do: then nobody can know which it is.
 */
export async function findDispatchedRun(
	{ ref }: Dispatched,
	newRuns: () => Promise<GitHubWorkflowRun[]>,
): Promise<GitHubWorkflowRun> {
	const found = await pollUntil({
		what: 'the dispatched run',
		timeoutMs,
		read: newRuns,
		assess: (runs) => ({
			phase: runs.length === 0 ? 'pending' : 'succeeded',
			seen: `${runs.length} runs`,
		}),
	});
	const run = onlyRun(found.value, ref);
	if (run) return run;
	throw new OperationFailure(
		`The workflow was dispatched, but no run of ${ref} showed up within ${timeoutMs / 1000} s`,
		'Look at the runs on GitHub before you dispatch it again: one may be running',
	);
}

/** The one run; undefined where there is none. @throws OperationFailure where nobody can know which it is. */
export function onlyRun(runs: readonly GitHubWorkflowRun[], ref: string): GitHubWorkflowRun | undefined {
	if (runs.length < 2) return runs[0];
	throw new OperationFailure(
		`The workflow was dispatched, but ${runs.length} runs of ${ref} started at that time: ${runs.map(({ id }) => id).join(', ')}`,
		'Look at the runs on GitHub before you dispatch it again: one may be running',
	);
}

function isRun(value: unknown): value is GitHubWorkflowRun {
	return typeof value === 'object' && value !== null && 'id' in value && 'created_at' in value;
}
