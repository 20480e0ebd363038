import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { apolloClientForPicker } from '../api/client';
import { listLaunches, listSubgraphs, listVariants } from '../api/variants';
import { launchState } from '../state/launchState';

/** Variants that the key may see; a contract variant names its source. */
export async function searchVariants(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const variants = await listVariants(apolloClientForPicker(this));
	return matching(
		filter,
		variants.map(({ reference, graphId, name, sourceVariant }) => ({
			name: sourceVariant === null ? reference : `${reference} · contract of ${sourceVariant}`,
			value: reference,
			url: `https://studio.apollographql.com/graph/${graphId}/variant/${name}/home`,
		})),
	);
}

/** Subgraphs of the chosen variant. */
export async function searchSubgraphs(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const reference = chosenReference(this);
	if (reference === null) return { results: [] };
	const subgraphs = await listSubgraphs(apolloClientForPicker(this), reference);
	return matching(
		filter,
		subgraphs.map(({ name, revision }) => ({
			name: [name, revision.slice(0, 12)].filter(Boolean).join(' · '),
			value: name,
		})),
	);
}

const listedLaunches = 100;

/** Launches of the chosen variant, the newest first. */
export async function searchLaunches(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const reference = chosenReference(this);
	if (reference === null) return { results: [] };
	const launches = await listLaunches(apolloClientForPicker(this), reference, listedLaunches);
	return matching(
		filter,
		launches.map((launch, index) => ({
			name: [
				launch.createdAt.slice(0, 16).replace('T', ' '),
				launchState(launch, launches.slice(0, index)),
				launch.changes.join(', '),
				launch.id.slice(0, 8),
			]
				.filter(Boolean)
				.join(' · '),
			value: launch.id,
		})),
	);
}

/** The variant without a subgraph behind it; null while none is chosen. */
function chosenReference(functions: ILoadOptionsFunctions): string | null {
	return chosenInPicker(functions, 'variant')?.replace(/\/[^/]*$/, '') ?? null;
}
