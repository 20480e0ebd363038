import type { GitHubContext } from '../../context';
import { representDeployment, representDeploymentStatus } from '../deployment';
import { isJsonObject, without } from '../../http/requestBody';
import { TOKEN_LOGIN } from '../../world/accounts';
import type { DeploymentRecord, DeploymentStatusRecord, JsonObject, RepositoryRecord } from '../../model';
import { eventPayload } from './eventPayload';

/** The `deployment` event. */
export function deploymentPayload(
	context: GitHubContext,
	record: RepositoryRecord,
	deployment: DeploymentRecord,
): JsonObject {
	return eventPayload(context, record, 'deployment', TOKEN_LOGIN, {
		action: 'created',
		deployment: representDeployment(context, record, deployment),
		workflow: null,
		workflow_run: null,
	});
}

/** The `deployment_status` event. What came from no check and no workflow names neither. */
export function deploymentStatusPayload(
	context: GitHubContext,
	record: RepositoryRecord,
	deployment: DeploymentRecord,
	status: DeploymentStatusRecord,
): JsonObject {
	const payload = eventPayload(context, record, 'deployment_status', TOKEN_LOGIN, {
		action: 'created',
		deployment_status: representDeploymentStatus(context, record, deployment, status),
		deployment: representDeployment(context, record, deployment),
	});
	const kept = without(payload, 'check_run', 'workflow', 'workflow_run');
	const described = payload['deployment_status'];
	if (!isJsonObject(described)) return kept;
	const emptyAddresses = [
		...(status.logUrl === '' ? ['log_url'] : []),
		...(status.environmentUrl === '' ? ['environment_url'] : []),
	];
	return { ...kept, deployment_status: without(described, ...emptyAddresses) };
}
