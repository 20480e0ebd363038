import type { IDataObject } from 'n8n-workflow';

import { listAt, textAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { pollUntil, timedOut } from '../../../shared/waiting/pollUntil';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { gitHubClient } from '../../api/client';
import type { GitHubWorkflowRun } from '../../api/types';

export const waitForRun: Operation = {
	value: 'waitForRun',
	name: 'Wait For Run',
	action: 'Wait for a workflow run',
	description: 'Wait until a run of GitHub Actions has ended',
	properties: [
		repositoryProperty,
		{ displayName: 'Run ID', name: 'runId', type: 'string', default: '', required: true },
		timeoutProperty(1800),
		{
			displayName: 'Fail Unless Successful',
			name: 'failUnlessSuccessful',
			type: 'boolean',
			default: true,
			description:
				'Whether any conclusion but success is an error: failure, cancelled, timed out, skipped, neutral and so on',
		},
	],
	async execute(context) {
		const client = gitHubClient(context);
		const { apiPath } = repositoryParameter(context);
		const runId = requiredText(context, 'runId', 'Run ID');
		const runPath = `${apiPath}${path`/actions/runs/${runId}`}`;
		const what = `GitHub run ${runId}`;
		const result = await pollUntil({
			what,
			timeoutMs: timeoutMsParameter(context),
			read: async () => await client.object<GitHubWorkflowRun>({ method: 'GET', path: runPath }),
			assess: ({ status, conclusion }) => ({
				phase: status !== 'completed' ? 'pending' : conclusion === 'success' ? 'succeeded' : 'failed',
				seen: status ?? 'no status',
			}),
			cancelSignal: context.functions.getExecutionCancelSignal(),
		});
		if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
		const run = result.value;
		const failedJobs = result.outcome === 'failed' ? await readFailedJobs(client, runPath) : [];
		if (result.outcome === 'failed' && switchParameter(context, 'failUnlessSuccessful')) {
			throw new OperationFailure(
				`${what} (${run.name ?? 'unnamed'}) ended with ${run.conclusion ?? 'no conclusion'}${failedJobs.length > 0 ? `: ${failedJobs.join('; ')}` : ''}`,
				`Read its log: ${run.html_url}`,
				{ url: run.html_url, conclusion: run.conclusion },
			);
		}
		const json: IDataObject = {
			runId: run.id,
			name: run.name ?? null,
			successful: result.outcome === 'succeeded',
			status: run.status,
			conclusion: run.conclusion,
			failedJobs,
			branch: run.head_branch,
			sha: run.head_sha,
			attempt: run.run_attempt ?? 1,
			url: run.html_url,
			waitedSeconds: Math.round(result.waitedMs / 1000),
		};
		return json;
	},
};

/** `build (step "npm test")` of each job that did not succeed. */
async function readFailedJobs(client: PlatformClient, runPath: string): Promise<string[]> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${runPath}/jobs`,
		query: { per_page: 100 },
		// Which job it was is only for the message: the run's own conclusion is known.
		acceptStatuses: [403, 404, 500, 502, 503, 504],
	});
	if (status !== 200) return [];
	return listAt(body, 'jobs')
		.filter((job) => isBad(textAt(job, 'conclusion')))
		.map((job) => {
			const step = listAt(job, 'steps').find((candidate) => isBad(textAt(candidate, 'conclusion')));
			const stepName = textAt(step, 'name');
			return `${textAt(job, 'name') ?? 'a job'}${stepName === null ? '' : ` (step "${stepName}")`}`;
		});
}

function isBad(conclusion: string | null): boolean {
	return conclusion !== null && !['success', 'skipped', 'neutral'].includes(conclusion);
}
