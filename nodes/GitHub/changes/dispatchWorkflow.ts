import { numberAt, textAt } from '../../deployment/values/jsonFields';
import { PlatformRequestError } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { readErrorMessage } from '../api/errorMessage';
import type { GitHubWorkflowRun } from '../api/types';
import { type Dispatched, findDispatchedRun, listDispatchedRuns, listRunsSince, onlyRun } from './findDispatchedRun';

export interface DispatchRequest {
	readonly ref: string;
	readonly inputs: Readonly<Record<string, string>>;
}

export interface StartedRun {
	readonly runId: number;
	readonly url: string | null;
	/** Whether GitHub named the run, or it was found among the runs. */
	readonly identifiedBy: 'answer' | 'search';
}

/** Pauses before each look for a run whose dispatch was not answered: it shows up within seconds. */
const lookDelaysMs = [2_000, 5_000, 10_000, 20_000, 25_000];

/** Starts one run, also where GitHub's answer is lost: it is looked for among the runs since. */
export async function dispatchWorkflow(dispatched: Dispatched, body: DispatchRequest, workflow: string): Promise<StartedRun> {
	const sentAtMs = clock.now();
	return await writeOnce({
		what: `a run of ${workflow} on ${body.ref}`,
		send: async () => await start(dispatched, body),
		find: async () => {
			const run = onlyRun(await listRunsSince(dispatched, sentAtMs), body.ref);
			return run && startedBySearch(run);
		},
		lookDelaysMs,
		maxSends: 2,
	});
}

async function start(dispatched: Dispatched, body: DispatchRequest): Promise<StartedRun> {
	const { client, workflowPath } = dispatched;
	const request = { method: 'POST' as const, path: `${workflowPath}/dispatches` };
	const sentAtMs = clock.now();
	const answer = await client.request({
		...request,
		body: { ...body, return_run_details: true },
		acceptStatuses: [422],
	});
	if (answer.status === 422) {
		const words = readErrorMessage(answer.body) ?? 'no explanation given';
		if (!words.includes('return_run_details')) {
			throw new PlatformRequestError('GitHub', `POST ${request.path}`, 422, words);
		}
		// A server that cannot name the run, and started none: what is new afterwards is it.
		const known = await listDispatchedRuns(dispatched);
		await client.request({ ...request, body: { ...body } });
		const isNew = ({ id }: GitHubWorkflowRun) => known.every((run) => run.id !== id);
		return startedBySearch(
			await findDispatchedRun(dispatched, async () => (await listDispatchedRuns(dispatched)).filter(isNew)),
		);
	}
	const runId = numberAt(answer.body, 'workflow_run_id');
	if (runId !== null) {
		return { runId, url: textAt(answer.body, 'html_url'), identifiedBy: 'answer' };
	}
	return startedBySearch(
		await findDispatchedRun(dispatched, async () => await listRunsSince(dispatched, sentAtMs)),
	);
}

function startedBySearch({ id, html_url: url }: GitHubWorkflowRun): StartedRun {
	return { runId: id, url, identifiedBy: 'search' };
}
