import type { DeploymentResult } from '../../deployment/state/deploymentResult';
import type { SubgraphInput } from '../api/types';
import type { PublishedSchema } from './publishedSchema';

/** What became of the registry after a publication that failed: its subgraph would not compose with any other change. */
export type Reverted = 'notNeeded' | 'done' | 'incomplete' | 'left';

/** How a publication, a roll back or a wait ended. */
export interface SchemaResult extends DeploymentResult {
	/** The launch that serves the schema where it is verified, else the one that was started; empty where there was none. */
	readonly launchId: string;
	readonly startedAt: string;
	/** What was to be served. */
	readonly schema: Pick<SubgraphInput, 'hash' | 'revision'>;
	/** What was served before. */
	readonly previous: PublishedSchema | null;
	readonly isRollback: boolean;
	readonly reverted: Reverted;
}
