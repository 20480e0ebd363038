import type { INodeProperties } from 'n8n-workflow';
import { switchField } from './fields';

/** Return All and Limit, for every operation that lists. */
export const listProperties: readonly INodeProperties[] = [
	switchField(
		'Return All',
		'returnAll',
		'Whether to return all results or only up to a given limit',
	),
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** Simplify: our one shape on, the platform's own answer off. */
export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Wait for Completion and Timeout, for every operation that starts something. */
export function waitProperties(defaultTimeoutSeconds: number): INodeProperties[] {
	return [
		{
			displayName: 'Wait for Completion',
			name: 'waitForCompletion',
			type: 'boolean',
			default: true,
			description:
				'Whether to wait until the platform has finished and what runs is shown to be what was asked for',
		},
		timeoutProperty(defaultTimeoutSeconds, { waitForCompletion: [true] }),
	];
}

/** Timeout alone, for operations that always wait. */
export function timeoutProperty(
	defaultTimeoutSeconds: number,
	show?: { readonly [name: string]: boolean[] },
): INodeProperties {
	return {
		displayName: 'Timeout',
		name: 'timeoutSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: defaultTimeoutSeconds,
		description: 'How many seconds to wait before giving up, with the last state seen in the error',
		...(show && { displayOptions: { show } }),
	};
}

/** Dry Run, for every operation that changes something. */
export const dryRunProperty: INodeProperties = switchField(
	'Dry Run',
	'dryRun',
	'Whether to only return the plan and change nothing',
);
