import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collectionField, type Field, field, option, switchField } from '../../shared/fields/fields';
import { requiredText } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { platformOf, primaryRegionOptions, readRegionsProperty } from './regions';

const primaryRegion: INodeProperties = {
	displayName: 'Primary Region',
	name: 'primaryRegion',
	type: 'options',
	options: primaryRegionOptions,
	default: 'us-east-1',
	description: 'Where writes go',
};

export const primaryRegionField: Field<string> = field(primaryRegion, (context) =>
	requiredText(context, 'primaryRegion', 'Primary Region'),
);

export const settingsField = collectionField('Settings', 'settings', 'Add Setting', [
	{
		displayName: 'Budget (US Dollars per Month)',
		name: 'budget',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: "The most it may cost in a month; 0 leaves Upstash's own limit",
	},
	switchField(
		'Eviction',
		'eviction',
		'Whether a full database drops old keys. Keep it off where locks are held: it would drop them too.',
	),
	{
		displayName: 'Plan',
		name: 'plan',
		type: 'options',
		options: [
			option('Fixed 1 GB', 'fixed_1gb'),
			option('Fixed 10 GB', 'fixed_10gb'),
			option('Fixed 100 GB', 'fixed_100gb'),
			option('Fixed 250 MB', 'fixed_250mb'),
			option('Fixed 5 GB', 'fixed_5gb'),
			option('Fixed 50 GB', 'fixed_50gb'),
			option('Fixed 500 GB', 'fixed_500gb'),
			option('Free', 'free'),
			option('Pay as You Go', 'payg'),
		],
		default: 'payg',
	},
	readRegionsProperty(),
]);

/** The body of the request for a database of that name. */
export function newDatabaseRequest(context: OperationContext, name: string): IDataObject {
	const region = primaryRegionField.read(context);
	const { readRegions, eviction, plan, budget } = settingsField.read(context);
	const platform = platformOf(region);
	const hasReadRegions = Array.isArray(readRegions) && readRegions.length > 0;
	if (platform === 'gcp' && hasReadRegions) {
		throw new ConfigurationError(
			`Read regions are in AWS only, and ${region} is in Google Cloud`,
			'Leave Read Regions empty, or choose a primary region in AWS',
		);
	}
	return {
		database_name: name,
		platform,
		primary_region: region,
		...(hasReadRegions && { read_regions: readRegions }),
		...(eviction !== undefined && { eviction }),
		...(plan !== undefined && { plan }),
		...(typeof budget === 'number' && budget > 0 && { budget }),
	};
}
