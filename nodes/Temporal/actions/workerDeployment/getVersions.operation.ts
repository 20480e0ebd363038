import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { readDeployment } from '../../api/workerDeployments';
import { noDeployment } from '../../changes/changeRouting';
import { namespaceField, targetOf, workerDeploymentField } from '../../fields/locators';
import { versionJson } from '../../output/workerDeploymentJson';

export const getVersions: Operation = {
	value: 'getVersions',
	name: 'Get Versions',
	action: 'Get the versions of a worker deployment',
	description: 'List the versions of a worker deployment, newest first: what can be gone back to',
	properties: [namespaceField, workerDeploymentField],
	async execute(context) {
		const target = targetOf(context);
		const sight = await readDeployment(await temporalClient(context), target);
		if (sight === null) throw noDeployment(target);
		return (sight.info.versionSummaries ?? []).map(versionJson);
	},
};
