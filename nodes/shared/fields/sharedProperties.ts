import type { INodeProperties } from 'n8n-workflow';

import { type Field, field, numberField, switchField } from './fields';
import { switchParameter } from './parameters';

/** Return All and Limit, for every operation that lists. */
export const listProperties: readonly INodeProperties[] = [
	switchField('Return All', 'returnAll', 'Whether to return all results or only up to a given limit'),
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

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Simplify: our one shape on, the platform's own answer off. */
export const simplifyProperty: Field<boolean> = field(simplify, (context) => switchParameter(context, 'simplify'));

const waitForCompletion: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description: 'Whether to wait until the platform has finished and what runs is what was asked for',
};

/** Wait for Completion and Timeout, for every operation that starts something. `waitMsParameter` reads both. */
export function waitProperties(defaultTimeoutSeconds: number): INodeProperties[] {
	return [waitForCompletion, timeoutProperty(defaultTimeoutSeconds, { waitForCompletion: [true] })];
}

/** Timeout alone, for operations that always wait: seconds on the screen, milliseconds when read. */
export function timeoutProperty(
	defaultTimeoutSeconds: number,
	show?: { readonly [name: string]: boolean[] },
): Field<number> {
	const seconds = numberField('Timeout (Seconds)', 'timeoutSeconds', defaultTimeoutSeconds, {
		minimum: 1,
		maximum: 86_400,
	});
	return field(
		{
			...seconds,
			// A day at most is checked when it is read; the editor needs no upper end.
			typeOptions: { minValue: 1 },
			description: 'How long to wait before giving up. The error then names the last state seen.',
			...(show && { displayOptions: { show } }),
		},
		(context) => seconds.read(context) * 1000,
	);
}

/** Dry Run, for every operation that changes something. */
export const dryRunProperty: Field<boolean> = switchField(
	'Dry Run',
	'dryRun',
	'Whether to only return the plan and change nothing',
);
