import type { Service } from '../model/model';

/** A service without history, before its first deployment. */
export function emptyService(
	fields: Pick<
		Service,
		| 'arn'
		| 'name'
		| 'controller'
		| 'clusterName'
		| 'desiredCount'
		| 'settings'
		| 'options'
		| 'configuration'
		| 'tags'
		| 'clientToken'
		| 'createdAtMs'
	> & { readonly createdBy: string },
): Service {
	return {
		...fields,
		status: 'ACTIVE',
		deployments: [],
		taskSets: [],
		rebalancingTask: undefined,
		serviceDeployments: [],
		revisions: [],
		lastCompleted: undefined,
		events: [],
	};
}
