import type { Platform } from './model';
import { upstashError } from './present';

const readRegionNames = [
	'us-east-1',
	'us-east-2',
	'us-west-1',
	'us-west-2',
	'ca-central-1',
	'eu-central-1',
	'eu-west-1',
	'eu-west-2',
	'sa-east-1',
	'ap-south-1',
	'ap-northeast-1',
	'ap-southeast-1',
	'ap-southeast-2',
];

const primaryRegionNames: Readonly<Record<Platform, readonly string[]>> = {
	aws: [...readRegionNames, 'af-south-1'],
	gcp: ['us-central1', 'us-east4', 'europe-west1', 'asia-northeast1'],
};

/** Raises 400 for a region that the platform does not have. */
export function requirePrimaryRegion(platform: Platform, region: string): string {
	if (primaryRegionNames[platform].includes(region)) return region;
	throw upstashError(400, `invalid primary region "${region}" for platform ${platform}`);
}

/** Raises 400 for anything but a list of regions, or holds the primary one. */
export function readRegionsOf(value: unknown, primaryRegion: string): string[] {
	if (!Array.isArray(value)) throw upstashError(400, 'read_regions must be a list');
	return value.map((region: unknown) => {
		if (typeof region !== 'string' || !readRegionNames.includes(region)) {
			throw upstashError(400, `invalid read region "${String(region)}"`);
		}
		if (region === primaryRegion) {
			throw upstashError(400, 'the primary region cannot be a read region');
		}
		return region;
	});
}
