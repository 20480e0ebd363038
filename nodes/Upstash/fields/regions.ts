import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { type Field, field, type FieldDetails } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

const named = (value: string): INodePropertyOptions => ({ name: value, value });

/** Regions of AWS that can have a read replica, as Upstash names them. */
const readRegions = [
	'ap-northeast-1',
	'ap-south-1',
	'ap-southeast-1',
	'ap-southeast-2',
	'ca-central-1',
	'eu-central-1',
	'eu-west-1',
	'eu-west-2',
	'sa-east-1',
	'us-east-1',
	'us-east-2',
	'us-west-1',
	'us-west-2',
];

/** All regions that can take writes. */
export const primaryRegionOptions: INodePropertyOptions[] = [
	...readRegions,
	'af-south-1',
	'asia-northeast1',
	'europe-west1',
	'us-central1',
	'us-east4',
].map(named);

export function readRegionsProperty(details: FieldDetails = {}): INodeProperties {
	return {
		displayName: 'Read Regions',
		name: 'readRegions',
		type: 'multiOptions',
		options: readRegions.map(named),
		default: [],
		...details,
	};
}

/** Read as the regions, each once; one that cannot have a read replica is refused. */
export function readRegionsField(details: FieldDetails): Field<string[]> {
	const property = readRegionsProperty(details);
	return field(property, ({ functions, itemIndex }) => {
		const value: unknown = functions.getNodeParameter(property.name, itemIndex, []);
		const regions = (Array.isArray(value) ? value : String(value ?? '').split(','))
			.map((region: unknown) => String(region).trim())
			.filter(Boolean);
		const unknown = regions.find((region) => !readRegions.includes(region));
		if (unknown === undefined) return [...new Set(regions)];
		throw new ConfigurationError(`"${unknown}" is not a read region`, `Use ${readRegions.join(', ')}`);
	});
}

/** Regions of Google Cloud have no hyphen before their number. */
export function platformOf(region: string): 'aws' | 'gcp' {
	return /-\d+$/.test(region) ? 'aws' : 'gcp';
}
