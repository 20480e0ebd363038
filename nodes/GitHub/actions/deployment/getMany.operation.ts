import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import { collectionField, switchField, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { gitHubClient } from '../../api/client';
import { listDeployments } from '../../api/deployments';
import { readLatestStatus } from '../../api/deploymentStatuses';
import { boundedName } from '../../api/textLimits';
import { repositoryField } from '../../fields/repository';
import { simplifyDeployment } from '../../output/deploymentJson';
import { latestStatusJson } from '../../output/statusJson';

const filtersField = collectionField('Filters', 'filters', 'Add Filter', [
	textField('Commit', 'sha'),
	textField('Environment', 'environment'),
	textField('Ref', 'ref'),
	textField('Task', 'task'),
]);

const includeLatestStatus = switchField(
	'Include Latest Status',
	'includeLatestStatus',
	'Whether to add the newest status of each deployment, at the cost of one more request for each',
);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many deployments',
	description: 'List deployments, newest first',
	properties: [repositoryField, ...listProperties, filtersField, includeLatestStatus, simplifyProperty],
	async execute(context) {
		const client = gitHubClient(context);
		const repository = repositoryField.read(context);
		const query = queryOf(filtersField.read(context));
		const deployments = await listDeployments(client, repository, query, limitParameter(context));
		const simplify = simplifyProperty.read(context);
		const withStatus = includeLatestStatus.read(context);
		return await mapConcurrently(deployments, 4, async (deployment) => {
			const json = simplify ? simplifyDeployment(deployment) : { ...deployment };
			if (!withStatus) return json;
			const latest = await readLatestStatus(client, repository, deployment.id);
			return { ...json, latestStatus: latest ? latestStatusJson(latest) : null };
		});
	},
};

function queryOf(filters: IDataObject): IDataObject {
	const query: IDataObject = {};
	for (const name of ['sha', 'environment', 'ref', 'task']) {
		const value = textAt(filters, name);
		if (value === null) continue;
		query[name] = name === 'environment' ? boundedName(value.trim()) : value.trim();
	}
	return query;
}
