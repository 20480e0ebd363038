import { numberAt, textAt } from '../../deployment/values/jsonFields';
import { PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { writeOnce } from '../../shared/waiting/writeOnce';
import type { GitHubWorkflowRun } from '../api/types';
import { postDispatch } from '../api/workflows';
import {
	type DispatchTarget,
	dispatchedRuns,
	dispatchedRunsSince,
	findDispatchedRun,
	onlyRun,
} from './findDispatchedRun';

export type WorkflowInputs = Readonly<Record<string, string>>;

export interface StartedRun {
	readonly runId: number;
	readonly url: string | null;
	/** Whether GitHub named the run, or it was found among the runs. */
	readonly identifiedBy: 'answer' | 'search';
}

/** Pauses before each look for a run whose dispatch was not answered: it shows up within seconds. */
const lookDelaysMs = [2_000, 5_000, 10_000, 20_000, 25_000];

/** Starts one run, also where GitHub's answer is lost: then it is looked for among the runs since. */
export async function dispatchWorkflow(target: DispatchTarget, inputs: WorkflowInputs): Promise<StartedRun> {
	const { workflow, ref } = target;
	const sentAtMs = clock.now();
	return await writeOnce({
		what: `a run of ${workflow.workflow} on ${ref}`,
		send: async () => await start(target, inputs),
		find: async () => {
			const run = onlyRun(await dispatchedRunsSince(target, sentAtMs), ref);
			return run && startedBySearch(run);
		},
		lookDelaysMs,
		maxSends: 2,
	});
}

async function start(target: DispatchTarget, inputs: WorkflowInputs): Promise<StartedRun> {
	const { client, workflow, ref } = target;
	const sentAtMs = clock.now();
	const sent = await attempt(postDispatch(client, workflow, { ref, inputs, return_run_details: true }));
	if (!sent.ok) {
		if (!refusesRunDetails(sent.error)) throw sent.error;
		return await startUnnamed(target, inputs);
	}
	const { body } = sent.value;
	const runId = numberAt(body, 'workflow_run_id');
	if (runId !== null) return { runId, url: textAt(body, 'html_url'), identifiedBy: 'answer' };
	return startedBySearch(await findDispatchedRun(ref, async () => await dispatchedRunsSince(target, sentAtMs)));
}

/** An older server that cannot name the run, and so started none. */
function refusesRunDetails(error: unknown): boolean {
	return (
		error instanceof PlatformRequestError && error.status === 422 && error.vendorMessage.includes('return_run_details')
	);
}

/** On such a server the run is the one that was not there before. */
async function startUnnamed(target: DispatchTarget, inputs: WorkflowInputs): Promise<StartedRun> {
	const { client, workflow, ref } = target;
	const known = await dispatchedRuns(target);
	await postDispatch(client, workflow, { ref, inputs });
	const isNew = ({ id }: GitHubWorkflowRun) => known.every((run) => run.id !== id);
	return startedBySearch(await findDispatchedRun(ref, async () => (await dispatchedRuns(target)).filter(isNew)));
}

function startedBySearch({ id, html_url: url }: GitHubWorkflowRun): StartedRun {
	return { runId: id, url, identifiedBy: 'search' };
}
