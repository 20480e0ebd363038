import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collectionParameter, requiredText } from '../../shared/fields/parameters';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { platformOf, primaryRegionOptions, readRegionOptions } from './regions';

const region: INodeProperties = {
	displayName: 'Primary Region',
	name: 'primaryRegion',
	type: 'options',
	options: primaryRegionOptions,
	default: 'us-east-1',
	description: 'Where writes go',
};

const settings: INodeProperties = {
	displayName: 'Settings',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add Setting',
	default: {},
	options: [
		{
			displayName: 'Budget',
			name: 'budget',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'The most it may cost in a month, in US dollars',
		},
		{
			displayName: 'Eviction',
			name: 'eviction',
			type: 'boolean',
			default: false,
			description: 'Whether a full database drops old keys. Keep it off where locks are held: it would drop them too.',
		},
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'options',
			options: [
				{ name: 'Fixed 1 GB', value: 'fixed_1gb' },
				{ name: 'Fixed 10 GB', value: 'fixed_10gb' },
				{ name: 'Fixed 100 GB', value: 'fixed_100gb' },
				{ name: 'Fixed 250 MB', value: 'fixed_250mb' },
				{ name: 'Fixed 5 GB', value: 'fixed_5gb' },
				{ name: 'Fixed 50 GB', value: 'fixed_50gb' },
				{ name: 'Fixed 500 GB', value: 'fixed_500gb' },
				{ name: 'Free', value: 'free' },
				{ name: 'Pay as You Go', value: 'payg' },
			],
			default: 'payg',
		},
		{
			displayName: 'Read Regions',
			name: 'readRegions',
			type: 'multiOptions',
			options: readRegionOptions,
			default: [],
		},
	],
};

/** What a new database is like, besides its name. */
export const newDatabaseProperties = { region, settings };

/** The body of the request for it. */
export function newDatabaseParameter(context: OperationContext, name: string): IDataObject {
	const primaryRegion = requiredText(context, 'primaryRegion', 'Primary Region');
	const { readRegions, eviction, plan, budget } = collectionParameter(context, 'settings');
	const platform = platformOf(primaryRegion);
	const hasReadRegions = Array.isArray(readRegions) && readRegions.length > 0;
	if (platform === 'gcp' && hasReadRegions) {
		throw new OperationFailure(
			`Read regions are in AWS only, and ${primaryRegion} is in Google Cloud`,
			'Leave Read Regions empty, or choose a primary region in AWS',
		);
	}
	return {
		database_name: name,
		platform,
		primary_region: primaryRegion,
		...(hasReadRegions && { read_regions: readRegions }),
		...(eviction !== undefined && { eviction }),
		...(plan !== undefined && { plan }),
		...(typeof budget === 'number' && budget > 0 && { budget }),
	};
}
