import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { readBody, readString } from '../http/requestBody';
import { startRun } from '../lifecycle/workflowRuns';
import { findWorkflow, workflowsOf } from '../world/workflows';
import { namedRepository } from './namedRepository';

/** `POST /_sandbox/github/workflow-runs`: starts a run on the head of a branch. */
export function startWorkflowRun(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const body = readBody(request);
	const record = namedRepository(context, body);
	const branch = readString(body, 'branch') ?? context.services.repositories.defaultBranch;
	const head = context.git.branchHead(record, branch);
	const name = readString(body, 'workflow');
	const workflow = name === undefined ? workflowsOf(context, record)[0] : findWorkflow(context, record, name);
	if (!head || !workflow) {
		throw new SandboxHttpError(404, {
			message: `${record.fullName} has no ${head ? `workflow "${name ?? ''}"` : `branch "${branch}"`}`,
		});
	}
	const conclusion = readString(body, 'conclusion');
	const run = startRun(context, record, {
		workflow,
		event: readString(body, 'event') ?? 'push',
		branch,
		sha: head.sha,
		...(conclusion === undefined ? {} : { conclusion }),
	});
	return { status: 201, body: { id: run.id, sha: run.sha } };
}
