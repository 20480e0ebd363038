import type { SandboxRequest } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { notFound } from '../http/errors';
import type { RepositoryRecord, WorkflowRecord } from '../model';
import { findWorkflow } from '../world/workflows';

/** The workflow that `:workflowId` names, or GitHub's 404. */
export function requestedWorkflow(
	context: GitHubContext,
	record: RepositoryRecord,
	request: SandboxRequest,
): WorkflowRecord {
	const workflow = findWorkflow(context, record, request.params['workflowId'] ?? '');
	if (!workflow) throw notFound();
	return workflow;
}
