import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { pollUntil } from '../../shared/waiting/pollUntil';
import type { GitHubWorkflowRun } from '../api/types';
import { listDispatchedRuns } from '../api/workflowRuns';
import type { WorkflowReference } from '../api/workflows';

/** A run shows up a few seconds after its dispatch. */
const timeoutMs = 60_000;

/** GitHub's times are whole seconds, and its servers' clocks differ a little. */
const toleranceMs = 2_000;

/** A workflow on a branch or tag. */
export interface DispatchTarget {
	readonly client: PlatformClient;
	readonly workflow: WorkflowReference;
	readonly ref: string;
}

/** The newest dispatched runs, newest first. */
export async function dispatchedRuns({ client, workflow, ref }: DispatchTarget): Promise<GitHubWorkflowRun[]> {
	return (await listDispatchedRuns(client, workflow, ref)).runs;
}

/** The runs dispatched since a time of this n8n's clock, from which GitHub's may differ. */
export async function dispatchedRunsSince(
	{ client, workflow, ref }: DispatchTarget,
	sinceMs: number,
): Promise<GitHubWorkflowRun[]> {
	const { runs, answeredAtMs } = await listDispatchedRuns(client, workflow, ref);
	const offsetMs = answeredAtMs === null ? 0 : answeredAtMs - clock.now();
	return runs.filter((run) => Date.parse(run.created_at) >= sinceMs + offsetMs - toleranceMs);
}

/**
 * The run that a dispatch started, where GitHub did not name it: the only new one.
 *
 * @throws OperationFailure when no run shows up, or several do: then nobody can know which it is.
 */
export async function findDispatchedRun(
	ref: string,
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
		`The workflow was dispatched, but no run of ${ref} appeared within ${timeoutMs / 1000} s`,
		lookFirst,
	);
}

/** The one run; undefined where there is none. @throws OperationFailure where nobody can know which it is. */
export function onlyRun(runs: readonly GitHubWorkflowRun[], ref: string): GitHubWorkflowRun | undefined {
	if (runs.length < 2) return runs[0];
	throw new OperationFailure(
		`The workflow was dispatched, but ${runs.length} runs of ${ref} started at that time: ${runs.map(({ id }) => id).join(', ')}`,
		lookFirst,
	);
}

const lookFirst = 'Look at the runs on GitHub before you dispatch it again: one may be running';
