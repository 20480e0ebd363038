import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { requireReachable } from '../../api/names';
import { listDeployments } from '../../api/workerDeployments';
import { namespaceField } from '../../fields/locators';
import { workerDeploymentSummaryJson } from '../../output/workerDeploymentJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many worker deployments',
	description: 'List the worker deployments of a namespace, each with what is current',
	properties: [namespaceField, ...listProperties],
	async execute(context) {
		const namespace = requireReachable(namespaceField.read(context), 'Namespace');
		const found = await listDeployments(await temporalClient(context), namespace, limitParameter(context));
		return found.map((summary) => workerDeploymentSummaryJson(summary, namespace));
	},
};
