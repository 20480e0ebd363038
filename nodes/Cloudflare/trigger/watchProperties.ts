import type { INodeProperties } from 'n8n-workflow';

import { textField } from '../../shared/fields/fields';
import { nameProperties } from '../fields/nameProperties';

/** The same, and who else looks. */
export const watchProperties: INodeProperties[] = [
	...nameProperties,
	textField('Account ID', 'account', {
		placeholder: '023e105f4ecef8ad9ca31a8372d0c353',
		description: "With a pool: Cloudflare's monitors are the second view. Without, five of five bad asks are needed.",
	}),
	textField('Pool ID', 'pool', {
		placeholder: '17b5962d775c646f3f9725cbc7a53df4',
		description: 'A load balancer pool that has the primary as an origin',
	}),
];
