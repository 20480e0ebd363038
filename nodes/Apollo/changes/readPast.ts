import { OperationFailure } from '../../shared/operation/errors';
import type { ApolloClient } from '../api/client';
import type { SubgraphPlace } from '../api/publications';
import type { LaunchSummary, Variant } from '../api/types';
import { listLaunches, readVariant } from '../api/variants';
import { publishedSchemas, type PublishedSchema } from '../state/publishedSchema';

/** What a change of a subgraph starts from. */
export interface SchemaPast {
	readonly place: SubgraphPlace;
	readonly variant: Variant;
	/** The newest first. */
	readonly launches: readonly LaunchSummary[];
	/** Schemas of the subgraph that routers were served, the newest first. */
	readonly schemas: readonly PublishedSchema[];
	/** What routers are served of it; null where they are served none. */
	readonly live: PublishedSchema | null;
}

const pageLength = 100;
const mostLaunches = 1_000;

/** Reads as far back as it takes to know `depth` schemas of the subgraph, or all of its variant's launches. */
export async function readPast(client: ApolloClient, place: SubgraphPlace, depth = 1): Promise<SchemaPast> {
	const variant = await readVariant(client, place.reference);
	let launches: LaunchSummary[] = [];
	for (let limit = pageLength; limit <= mostLaunches; limit += pageLength) {
		launches = await listLaunches(client, place.reference, limit);
		// The last group may go on in the next page.
		if (launches.length < limit || publishedSchemas(launches, place.subgraph).length > depth) break;
	}
	const schemas = publishedSchemas(launches, place.subgraph);
	const isServed = variant.approved?.subgraphs.some(({ name }) => name === place.subgraph) === true;
	return { place, variant, launches, schemas, live: isServed ? (schemas[0] ?? null) : null };
}

/** @throws OperationFailure for a contract variant, which takes its schema from another one. */
export function assertOwnSchema({ reference, sourceVariant, graphId }: Variant): void {
	if (sourceVariant === null) return;
	throw new OperationFailure(
		`${reference} is a contract variant: its schema is filtered from ${graphId}@${sourceVariant}`,
		`Publish to ${graphId}@${sourceVariant}: its launch brings the contract variants on, and is awaited with them`,
	);
}
