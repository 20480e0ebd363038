import type { IDataObject } from 'n8n-workflow';

import { choiceField, type FieldDetails, option } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import { descriptionField } from './description';
import { linkField, warningsOf } from './link';

const stateField = choiceField(
	'First Status',
	'firstStatus',
	[
		option('None', 'none'),
		option('In Progress', 'in_progress'),
		option('Pending', 'pending'),
		option('Queued', 'queued'),
		option('Success', 'success'),
	],
	{ description: 'What to tell of it at once, with the same description' },
);

const whenTold: FieldDetails = { displayOptions: { hide: { firstStatus: ['none'] } } };
const environmentUrlField = linkField('Environment URL', 'environmentUrl', {
	...whenTold,
	placeholder: 'https://paintbox.candlefish.ai',
	description: 'Where to see the deployment',
});

export const firstStatusProperties = [stateField, environmentUrlField];

export interface FirstStatus {
	readonly body: IDataObject;
	readonly warnings: string[];
}

/** What to tell of a deployment as soon as it is made; null for nothing. */
export function readFirstStatus(context: OperationContext): FirstStatus | null {
	const state = stateField.read(context);
	if (state === 'none') return null;
	const environmentUrl = environmentUrlField.read(context);
	return {
		body: {
			state,
			description: descriptionField.read(context),
			...(environmentUrl.url && { environment_url: environmentUrl.url }),
		},
		warnings: warningsOf(environmentUrl),
	};
}
