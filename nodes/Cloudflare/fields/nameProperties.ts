import type { INodeProperties } from 'n8n-workflow';

import { choiceField, option, requiredTextField, textField } from '../../shared/fields/fields';

/** A name that is asked for, and what it could be pointed to. One for each node: put several into one workflow. */
export const nameProperties: INodeProperties[] = [
	textField('Name', 'name', {
		placeholder: 'api.candlefish.ai',
		description: 'The DNS record that is swapped; nothing is watched while it is empty',
	}),
	textField('Zone', 'zone', { placeholder: 'candlefish.ai', description: 'The zone of the record, by its name' }),
	choiceField('Type', 'type', [option('CNAME', 'CNAME'), option('A', 'A'), option('AAAA', 'AAAA')]),
	requiredTextField('Primary', 'primary', {
		placeholder: 'paintbox-api.fly.dev',
		description: 'What the record says when all is well',
	}),
	requiredTextField('Primary Address', 'address', {
		placeholder: 'https://paintbox-api.fly.dev/health',
		description: "What is asked: under the primary's own name, not the one that is swapped. 200 to 299 is good.",
	}),
	requiredTextField('Standby', 'standby', {
		placeholder: 'paintbox-api-standby.fly.dev',
		description: 'What the record says while the primary is down',
	}),
	requiredTextField('Standby Address', 'standbyAddress', {
		placeholder: 'https://paintbox-api-standby.fly.dev/health',
		description: 'Asked before a swap: nothing is pointed to a standby that is down',
	}),
	textField('Service', 'service', {
		placeholder: 'paintbox-api',
		description: 'Its name in the service catalog: a deployment of it that is minutes old is rolled back instead',
	}),
	textField('Environment', 'environment', { default: 'production' }),
];
