import { randomUUID } from 'node:crypto';

import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { createDeploymentOnce, findMarkedDeployment } from '../../changes/createDeploymentOnce';
import { deploymentRequestProperties, keyField, readDeploymentRequest } from '../../fields/deploymentRequest';
import { repositoryField } from '../../fields/repository';
import { simplifyDeployment } from '../../output/deploymentJson';
import { callName, keyName, type Mark } from '../../state/deploymentMark';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a deployment',
	description: 'Record that a commit is being deployed to an environment',
	properties: [repositoryField, ...deploymentRequestProperties, simplifyProperty],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryField.read(context);
		const key = keyField.read(context);
		const mark: Mark = key === '' ? { name: callName, value: randomUUID() } : { name: keyName, value: key };
		const request = readDeploymentRequest(context, mark);
		const existing = key === '' ? undefined : await findMarkedDeployment(client, repository, request, mark);
		const deployment = existing ?? (await createDeploymentOnce(client, repository, request, mark));
		const json = simplifyProperty.read(context) ? simplifyDeployment(deployment) : deployment;
		return { ...json, created: existing === undefined };
	},
};
