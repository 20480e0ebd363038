import type { GitHubContext } from '../context';
import { eventPayload } from '../present/payloads/eventPayload';
import { TOKEN_LOGIN } from '../world/accounts';
import { representWorkflowRun } from '../present/workflowRun';
import type { RepositoryRecord, WorkflowRecord, WorkflowRunRecord } from '../model';
import { representWorkflow } from '../present/workflow';

/** How long a run waits for a runner, and how long it then takes. */
const QUEUED_MS = 4_000;
const RUNNING_MS = 45_000;

/** A commit with this file fails its workflows: those it names, a file name a line, or all. */
export const WORKFLOW_FAILS_FILE = '.sandbox/workflow-fails';

/** A commit with this file has workflows that never end, in the same way. */
const WORKFLOW_HANGS_FILE = '.sandbox/workflow-hangs';

function announce(
	context: GitHubContext,
	record: RepositoryRecord,
	run: WorkflowRunRecord,
	action: 'requested' | 'in_progress' | 'completed',
): void {
	context.webhooks.emitLater(
		record,
		'workflow_run',
		eventPayload(context, record, 'workflow_run', TOKEN_LOGIN, {
			action,
			workflow: representWorkflow(context, record, run.workflow),
			workflow_run: representWorkflowRun(context, record, run),
		}),
	);
}

/** Takes a queued run through its life: queued, in progress, completed. */
function schedule(
	context: GitHubContext,
	record: RepositoryRecord,
	run: WorkflowRunRecord,
	conclusion: string | undefined,
): void {
	const { clock } = context.services;
	run.stop = clock.after(QUEUED_MS, () => {
		run.status = 'in_progress';
		run.startedAtMs = clock.now();
		run.updatedAtMs = clock.now();
		announce(context, record, run, 'in_progress');
		const files = context.git.resolve(record, run.sha)?.files ?? {};
		if (isNamed(run, files[WORKFLOW_HANGS_FILE])) return;
		run.stop = clock.after(RUNNING_MS, () => {
			const isFailing = isNamed(run, files[WORKFLOW_FAILS_FILE]);
			completeRun(context, record, run, conclusion ?? (isFailing ? 'failure' : 'success'));
		});
	});
}

function isNamed({ workflow }: WorkflowRunRecord, marker: string | undefined): boolean {
	if (marker === undefined) return false;
	const named = marker.split(/\s+/).filter((word) => /\.ya?ml$/.test(word));
	return named.length === 0 || named.includes(fileNameOf(workflow));
}

function fileNameOf({ path }: WorkflowRecord): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

export function completeRun(
	context: GitHubContext,
	record: RepositoryRecord,
	run: WorkflowRunRecord,
	conclusion: string,
): void {
	run.stop();
	run.status = 'completed';
	run.conclusion = conclusion;
	run.updatedAtMs = context.services.clock.now();
	// Before anybody hears that it is done: the image is there then.
	context.services.builds.complete({
		repository: record.fullName,
		workflow: fileNameOf(run.workflow),
		sha: run.sha,
		branch: run.branch,
		conclusion,
		completedAtMs: run.updatedAtMs,
	});
	announce(context, record, run, 'completed');
}

export interface NewWorkflowRun {
	readonly workflow: WorkflowRecord;
	readonly event: string;
	readonly branch: string | null;
	readonly sha: string;
	/** Instead of what the commit's files say. */
	readonly conclusion?: string;
}

/** Queues a run of the workflow on a commit. */
export function startRun(context: GitHubContext, record: RepositoryRecord, wanted: NewWorkflowRun): WorkflowRunRecord {
	const nowMs = context.services.clock.now();
	const message = context.git.resolve(record, wanted.sha)?.message.split('\n')[0];
	const run: WorkflowRunRecord = {
		id: context.services.ids.integer(),
		workflow: wanted.workflow,
		number: record.nextRunNumber++,
		attempt: 1,
		event: wanted.event,
		branch: wanted.branch,
		sha: wanted.sha,
		title: wanted.event === 'workflow_dispatch' ? wanted.workflow.name : (message ?? wanted.sha),
		status: 'queued',
		conclusion: null,
		createdAtMs: nowMs,
		startedAtMs: nowMs,
		updatedAtMs: nowMs,
		stop: () => undefined,
	};
	record.workflowRuns.push(run);
	announce(context, record, run, 'requested');
	schedule(context, record, run, wanted.conclusion);
	return run;
}

/** Runs it once more, as the next attempt of the same run. */
export function rerun(context: GitHubContext, record: RepositoryRecord, run: WorkflowRunRecord): void {
	run.attempt++;
	run.status = 'queued';
	run.conclusion = null;
	run.startedAtMs = context.services.clock.now();
	run.updatedAtMs = run.startedAtMs;
	announce(context, record, run, 'requested');
	schedule(context, record, run, undefined);
}
