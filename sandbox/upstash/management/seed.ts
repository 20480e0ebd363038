import { sandboxUpstashReadOnlyToken, sandboxUpstashToken, seedDatabaseId } from '../seed';
import type { NewDatabase } from './model';

/** The one that `/upstash` serves; all others are records. */
export const seedDatabase: NewDatabase = {
	id: seedDatabaseId,
	name: 'slipway',
	platform: 'aws',
	primaryRegion: 'us-east-1',
	readRegions: [],
	plan: 'payg',
	budget: 20,
	eviction: false,
	restToken: sandboxUpstashToken,
	readOnlyRestToken: sandboxUpstashReadOnlyToken,
};
