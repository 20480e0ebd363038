import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { numberField } from '../../shared/fields/fields';
import { numberIn } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { ComputeSettings } from '../api/types';

const smallestUnits = 0.25;
const longestSuspendSeconds = 604_800;

const maximumUnits = unitsOption(
	'Maximum Compute Units',
	'maximumComputeUnits',
	2,
	'The largest size autoscaling may choose',
);
const minimumUnits = unitsOption(
	'Minimum Compute Units',
	'minimumComputeUnits',
	smallestUnits,
	'The smallest size autoscaling may choose',
);
const suspendAfter = numberField(
	'Suspend After (Seconds)',
	'suspendAfterSeconds',
	300,
	{ minimum: -1, maximum: longestSuspendSeconds },
	{
		description:
			"Suspends after this long without activity: at least 60, 0 for Neon's default (5 minutes), -1 for never",
	},
);

/** Entries of a collection for a compute's size and sleep. */
export const computeOptions: INodeProperties[] = [maximumUnits, minimumUnits, suspendAfter];

function unitsOption(displayName: string, name: string, initial: number, description: string): INodeProperties {
	const typeOptions = { minValue: smallestUnits, numberPrecision: 2 };
	return { displayName, name, type: 'number', typeOptions, default: initial, description };
}

/** Those entries as Neon's fields. @throws ConfigurationError for values that Neon would refuse. */
export function computeSettingsIn(options: IDataObject): ComputeSettings {
	const minimum = numberOf(options, minimumUnits, smallestUnits);
	const maximum = numberOf(options, maximumUnits, smallestUnits);
	const seconds = numberOf(options, suspendAfter, -1);
	if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
		throw new ConfigurationError(
			`Minimum Compute Units ${minimum} is above Maximum Compute Units ${maximum}`,
			'Raise the maximum, or lower the minimum',
		);
	}
	if (seconds !== undefined && ((seconds > 0 && seconds < 60) || seconds > longestSuspendSeconds)) {
		throw new ConfigurationError(
			`Suspend After must be -1, 0, or from 60 to ${longestSuspendSeconds} seconds, not ${seconds}`,
			"Use -1 for never, 0 for Neon's default, or a number of seconds",
		);
	}
	return {
		...(minimum !== undefined && { autoscaling_limit_min_cu: minimum }),
		...(maximum !== undefined && { autoscaling_limit_max_cu: maximum }),
		...(seconds !== undefined && { suspend_timeout_seconds: seconds }),
	};
}

function numberOf(options: IDataObject, { name, displayName }: INodeProperties, minimum: number): number | undefined {
	const value = options[name];
	return value === undefined || value === '' || value === null ? undefined : numberIn(value, displayName, { minimum });
}
