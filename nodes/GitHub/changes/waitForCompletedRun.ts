import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';
import type { Repository } from '../api/repositories';
import type { GitHubWorkflowRun } from '../api/types';
import { listJobs, readRun } from '../api/workflowRuns';
import { assessRun, failedJobs } from '../state/runAssessment';

export interface CompletedRun {
	readonly run: GitHubWorkflowRun;
	/** What failed in it; empty when it succeeded. */
	readonly failedJobs: string[];
	readonly waitedMs: number;
}

/** Waits until a run is completed. @throws OperationFailure when the time is up. */
export async function waitForCompletedRun(
	client: PlatformClient,
	repository: Repository,
	runId: string,
	wait: { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal },
): Promise<CompletedRun> {
	const what = `GitHub run ${runId}`;
	const result = await pollUntil({
		...wait,
		what,
		read: async () => await readRun(client, repository, runId),
		assess: assessRun,
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	const jobs = result.outcome === 'failed' ? await listJobs(client, repository, runId) : [];
	return { run: result.value, failedJobs: failedJobs(jobs), waitedMs: result.waitedMs };
}

/** @throws OperationFailure for any conclusion but success. */
export function assertSucceeded({ run, failedJobs: jobs }: CompletedRun): void {
	if (run.conclusion === 'success') return;
	const { id, name, conclusion, html_url: url } = run;
	throw new OperationFailure(
		`GitHub run ${id} (${name ?? 'unnamed'}) ended with ${conclusion ?? 'no conclusion'}${jobs.length > 0 ? `: ${jobs.join('; ')}` : ''}`,
		`Read its log: ${url}`,
		{ url, conclusion },
	);
}
