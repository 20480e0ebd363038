import { listAt } from '../../../deployment/jsonFields';
import { OperationFailure } from '../../../shared/errors';
import { pollUntil } from '../../../shared/pollUntil';
import type { PlatformClient } from '../../../shared/platformClient';
import type { GitHubWorkflowRun } from '../../types';

/** A run shows up a few seconds after its dispatch. */
const timeoutMs = 60_000;

/** The newest runs of a workflow on a branch or tag that were dispatched, newest first. */
export async function listDispatchedRuns(
	client: PlatformClient,
	workflowPath: string,
	ref: string,
): Promise<GitHubWorkflowRun[]> {
	const body = await client.object({
		method: 'GET',
		path: `${workflowPath}/runs`,
		query: { event: 'workflow_dispatch', branch: ref.replace(/^refs\/(?:heads|tags)\//, ''), per_page: 30 },
	});
	return listAt(body, 'workflow_runs').filter(isRun);
}

/**
 * The run that a dispatch started, where GitHub did not name it: the only one that is new.
 *
 * @throws OperationFailure when none shows up, or when several do: then nobody can know which it is.
 */
export async function findDispatchedRun(
	client: PlatformClient,
	workflowPath: string,
	ref: string,
	isNew: (run: GitHubWorkflowRun) => boolean,
): Promise<GitHubWorkflowRun> {
	const found = await pollUntil({
		what: 'the dispatched run',
		timeoutMs,
		read: async () => (await listDispatchedRuns(client, workflowPath, ref)).filter(isNew),
		judge: (runs) => ({
			phase: runs.length === 0 ? 'pending' : 'good',
			seen: `${runs.length} runs`,
		}),
	});
	const [run, ...others] = found.value;
	if (run && others.length === 0) return run;
	throw new OperationFailure(
		run
			? `The workflow was dispatched, but ${others.length + 1} runs of ${ref} started at that time: ${found.value.map(({ id }) => id).join(', ')}`
			: `The workflow was dispatched, but no run of ${ref} showed up within ${timeoutMs / 1000} s`,
		'Look at the runs on GitHub before you dispatch it again: one may be running',
	);
}

function isRun(value: unknown): value is GitHubWorkflowRun {
	return typeof value === 'object' && value !== null && 'id' in value && 'created_at' in value;
}
