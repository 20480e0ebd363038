import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { messageOf } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { gitHubClient } from '../../api/client';
import { createDeploymentStatus } from '../../api/deploymentStatuses';
import type { Repository } from '../../api/repositories';
import { createDeploymentOnce, findMarkedDeployment } from '../../changes/createDeploymentOnce';
import { deploymentRequestProperties, keyField, readDeploymentRequest } from '../../fields/deploymentRequest';
import { type FirstStatus, firstStatusProperties, readFirstStatus } from '../../fields/firstStatus';
import { repositoryField } from '../../fields/repository';
import { simplifyDeployment } from '../../output/deploymentJson';
import { callName, keyName, type Mark } from '../../state/deploymentMark';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a deployment',
	description: 'Record that a commit is being deployed to an environment',
	properties: [repositoryField, ...deploymentRequestProperties, ...firstStatusProperties, simplifyProperty],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryField.read(context);
		const key = keyField.read(context);
		const mark: Mark = key === '' ? { name: callName, value: randomUUID() } : { name: keyName, value: key };
		const request = readDeploymentRequest(context, mark);
		const firstStatus = readFirstStatus(context);
		const existing = key === '' ? undefined : await findMarkedDeployment(client, repository, request, mark);
		const deployment = existing ?? (await createDeploymentOnce(client, repository, request, mark));
		const json = simplifyProperty.read(context) ? simplifyDeployment(deployment) : deployment;
		return {
			...json,
			created: existing === undefined,
			...(firstStatus && (await tell(client, repository, deployment.id, firstStatus))),
		};
	},
};

/** The deployment is there, whatever becomes of its status: that is said beside it. */
async function tell(
	client: PlatformClient,
	repository: Repository,
	deploymentId: number,
	{ body, warnings }: FirstStatus,
): Promise<IDataObject> {
	const told = await attempt(createDeploymentStatus(client, repository, String(deploymentId), body));
	return { status: told.ok ? told.value.state : null, statusProblem: told.ok ? '' : messageOf(told.error), warnings };
}
