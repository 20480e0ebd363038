import type { INodePropertyOptions } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

const named = (value: string): INodePropertyOptions => ({ name: value, value });

/** Regions of AWS that can have a read replica, as Upstash names them. */
export const readRegionOptions: INodePropertyOptions[] = [
	'ap-northeast-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1',
	'eu-west-1', 'eu-west-2', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2',
].map(named);

/** All regions that can take writes. */
export const primaryRegionOptions: INodePropertyOptions[] = [
	...readRegionOptions,
	...['af-south-1', 'asia-northeast1', 'europe-west1', 'us-central1', 'us-east4'].map(named),
];

/** Regions of Google Cloud have no hyphen before their number. */
export function platformOf(region: string): 'aws' | 'gcp' {
	return /-\d+$/.test(region) ? 'aws' : 'gcp';
}

/** The regions of the field Read Regions, each once. @throws OperationFailure for one that cannot have a read replica. */
export function readRegionsParameter({ functions, itemIndex }: OperationContext): string[] {
	const value: unknown = functions.getNodeParameter('readRegions', itemIndex, []);
	const regions = (Array.isArray(value) ? value : String(value ?? '').split(','))
		.map((region: unknown) => String(region).trim())
		.filter(Boolean);
	const unknown = regions.find((region) => readRegionOptions.every((each) => each.value !== region));
	if (unknown === undefined) return [...new Set(regions)];
	throw new OperationFailure(
		`"${unknown}" is not a read region`,
		`Use ${readRegionOptions.map(({ value: region }) => String(region)).join(', ')}`,
	);
}
