import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { temporalCloudClient } from '../../api/client';
import { readNamespace } from '../../api/cloud/namespaces';
import { cloudNamespaceField } from '../../fields/locators';
import { namespaceJson } from '../../output/cloudJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a namespace at temporal cloud',
	description: 'Read a namespace at Temporal Cloud: its state, regions and retention',
	properties: [cloudNamespaceField, simplifyProperty],
	async execute(context) {
		const found = await readNamespace(temporalCloudClient(context), cloudNamespaceField.read(context));
		return simplifyProperty.read(context) ? namespaceJson(found) : { ...found };
	},
};
