import type { IDataObject } from 'n8n-workflow';

import { choiceField, numberField, option } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { temporalCloudClient } from '../../api/client';
import { readNamespace, updateNamespace } from '../../api/cloud/namespaces';
import { waitForOperation } from '../../changes/waitForOperation';
import { cloudNamespaceField } from '../../fields/locators';
import { namespaceJson, operationJson } from '../../output/cloudJson';
import { operationIdField, readOperationId } from './operationId';

const retentionField = numberField(
	'Retention (Days)',
	'retentionDays',
	0,
	{ minimum: 0, maximum: 90 },
	{ description: 'How long closed workflows are kept; 0 leaves it as it is' },
);
const protectionField = choiceField('Delete Protection', 'deleteProtection', [
	option('Leave It', 'leave'),
	option('On', 'on'),
	option('Off', 'off'),
]);

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a namespace at temporal cloud',
	description: 'Change how long a namespace keeps closed workflows, or whether it can be deleted',
	properties: [
		cloudNamespaceField,
		retentionField,
		protectionField,
		operationIdField,
		...waitProperties(300),
		dryRunProperty,
	],
	async execute(context) {
		const namespace = cloudNamespaceField.read(context);
		const days = retentionField.read(context);
		const protection = protectionField.read(context);
		if (days === 0 && protection === 'leave') {
			throw new ConfigurationError('There is nothing to change', 'Give Retention (Days), or choose Delete Protection');
		}
		const client = temporalCloudClient(context);
		const before = await readNamespace(client, namespace);
		// The whole specification goes back: what is left out would be cleared.
		const spec: IDataObject = {
			...before.spec,
			...(days > 0 && { retentionDays: days }),
			...(protection !== 'leave' && {
				lifecycle: { ...before.spec?.lifecycle, enableDeleteProtection: protection === 'on' },
			}),
		};
		if (dryRunProperty.read(context)) {
			return {
				dryRun: true,
				...namespaceJson(before),
				plan: { retentionDays: spec.retentionDays, deleteProtection: protection },
			};
		}
		const operation = await updateNamespace(client, namespace, {
			spec,
			resourceVersion: before.resourceVersion ?? '',
			asyncOperationId: readOperationId(context),
		});
		const timeoutMs = waitMsParameter(context);
		const ended =
			timeoutMs === null
				? operation
				: await waitForOperation(client, operation.id ?? '', { timeoutMs, cancelSignal: cancelSignalOf(context) });
		return { ...namespaceJson(await readNamespace(client, namespace)), ...operationJson(ended) };
	},
};
