import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { readDeployment } from '../../api/workerDeployments';
import { noDeployment } from '../../changes/changeRouting';
import { namespaceField, targetOf, workerDeploymentField } from '../../fields/locators';
import { workerDeploymentJson } from '../../output/workerDeploymentJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a worker deployment',
	description: 'Read which version takes the new workflows, and what becomes of the others',
	properties: [namespaceField, workerDeploymentField, simplifyProperty],
	async execute(context) {
		const target = targetOf(context);
		const sight = await readDeployment(await temporalClient(context), target);
		if (sight === null) throw noDeployment(target);
		return simplifyProperty.read(context) ? workerDeploymentJson(sight.info, target.namespace) : { ...sight.info };
	},
};
