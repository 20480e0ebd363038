import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { type JsonResult, readOutcome, readWorkflow, type WorkflowReference } from '../api/workflows';
import type { WorkflowRun } from '../api/types';
import { workflowEnd, workflowEndWords, workflowWord } from '../state/workflowEnd';

export interface WaitedWorkflow {
	readonly run: WorkflowRun;
	/** How it ended, or how far it is: `completed`, `was terminated`, `running`. */
	readonly words: string;
	readonly result: JsonResult;
	readonly failure: string;
}

/**
 * Waits until a workflow has ended, or the time is up. A run that went on as a new one (continue as new) is
 * followed to that one, unless a run was named. What it gave is read afterwards, and may be missing.
 */
export async function waitForWorkflow(
	client: PlatformClient,
	reference: WorkflowReference,
	{ timeoutMs, cancelSignal }: { readonly timeoutMs: number; readonly cancelSignal: AbortSignal | undefined },
): Promise<WaitedWorkflow> {
	const waited = await pollUntil({
		what: `workflow ${reference.workflowId}`,
		timeoutMs,
		read: async () => await requireWorkflow(client, reference),
		assess: (run) => ({ phase: workflowEnd(run), seen: workflowWord(run) }),
		...(cancelSignal && { cancelSignal }),
	});
	const run = waited.value;
	if (workflowEnd(run) === 'pending') return { run, words: workflowWord(run), result: null, failure: '' };
	const outcome = await attempt(readOutcome(client, { ...reference, runId: run.execution?.runId ?? '' }));
	const { result, failure } = outcome.ok ? outcome.value : { result: null, failure: '' };
	return { run, words: workflowEndWords(run), result, failure };
}

/** @throws OperationFailure where there is no such workflow. */
export async function requireWorkflow(client: PlatformClient, reference: WorkflowReference): Promise<WorkflowRun> {
	const run = await readWorkflow(client, reference);
	if (run !== null) return run;
	const { workflowId, runId, namespace } = reference;
	throw new OperationFailure(
		`There is no workflow "${workflowId}"${runId === '' ? '' : ` with run ${runId}`} in namespace ${namespace}`,
		'Check its ID and the namespace. Closed workflows go when their retention is over',
	);
}
