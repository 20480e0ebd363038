import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../deployment/values/jsonFields';
import type { GitHubDeployment } from '../api/types';
import { callName, keyName, payloadOf } from '../state/deploymentMark';

/** A deployment in few words. */
export function simplifyDeployment(deployment: GitHubDeployment): IDataObject {
	const payload = payloadOf(deployment);
	delete payload[callName];
	return {
		id: deployment.id,
		sha: deployment.sha,
		ref: deployment.ref,
		environment: deployment.environment,
		task: deployment.task,
		description: deployment.description,
		payload,
		key: textAt(payload, keyName),
		creator: deployment.creator?.login ?? null,
		createdAt: deployment.created_at,
		updatedAt: deployment.updated_at,
		url: deployment.url,
	};
}
