import { requiredTextField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { temporalCloudClient } from '../../api/client';
import { failOverNamespace, readNamespace } from '../../api/cloud/namespaces';
import { waitForOperation } from '../../changes/waitForOperation';
import { cloudNamespaceField } from '../../fields/locators';
import { namespaceJson, operationJson } from '../../output/cloudJson';
import { regionsOf } from '../../state/cloudState';
import { operationIdField, readOperationId } from './operationId';

const regionField = requiredTextField('Region', 'region', {
	placeholder: 'aws-us-west-2',
	description: 'The region that is to be active: one in which the namespace is available',
});

export const failOverRegion: Operation = {
	value: 'failOverRegion',
	name: 'Fail Over Region',
	action: 'Fail over a namespace at temporal cloud',
	description: 'Make another region of a namespace the active one, and see that it is',
	properties: [cloudNamespaceField, regionField, operationIdField, ...waitProperties(900), dryRunProperty],
	async execute(context) {
		const namespace = cloudNamespaceField.read(context);
		const region = regionField.read(context);
		const client = temporalCloudClient(context);
		const before = await readNamespace(client, namespace);
		const regions = regionsOf(before);
		if (!regions.includes(region)) {
			throw new OperationFailure(
				`Namespace ${namespace} is not available in region ${region}`,
				`Choose one of its regions: ${regions.join(', ')}`,
			);
		}
		const plan = { action: before.activeRegion === region ? 'none' : 'failOver', region };
		if (dryRunProperty.read(context)) return { dryRun: true, ...namespaceJson(before), plan };
		if (plan.action === 'none') return namespaceJson(before);
		const operation = await failOverNamespace(client, namespace, {
			region,
			asyncOperationId: readOperationId(context),
		});
		const timeoutMs = waitMsParameter(context);
		if (timeoutMs === null) return { ...namespaceJson(before), ...operationJson(operation) };
		const ended = await waitForOperation(client, operation.id ?? '', {
			timeoutMs,
			cancelSignal: cancelSignalOf(context),
		});
		const after = await readNamespace(client, namespace);
		if (after.activeRegion !== region) {
			throw new OperationFailure(
				`Temporal Cloud ended the failover of ${namespace}, but ${after.activeRegion ?? 'no region'} is active, not ${region}`,
				'Look at the namespace in Temporal Cloud',
				{ operationId: ended.id ?? '', state: 'failed' },
			);
		}
		return { ...namespaceJson(after), ...operationJson(ended) };
	},
};
