import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { temporalCloudClient } from '../../api/client';
import { listNamespaces } from '../../api/cloud/namespaces';
import { namespaceJson } from '../../output/cloudJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many namespaces at temporal cloud',
	description: 'List the namespaces of an account at Temporal Cloud',
	properties: [...listProperties],
	async execute(context) {
		const found = await listNamespaces(temporalCloudClient(context), limitParameter(context));
		return found.map(namespaceJson);
	},
};
