import type { Launch, Variant } from './model';
import { at } from './present';
import type { World } from './world';

/** All that is there, for the page and for tools: by variant what its routers have, what is registered, its launches. */
export function describeState(world: World) {
	const variants = [...world.graphs.values()].flatMap(({ variants: those }) => [...those.values()]);
	return { variants: variants.map(describeVariant) };
}

function describeVariant({ graphId, name, source, subgraphs, launches }: Variant) {
	const live = launches.findLast(({ approvedAtMs }) => approvedAtMs !== null);
	return {
		ref: `${graphId}@${name}`,
		source,
		liveLaunch: live?.id ?? null,
		live: (live?.subgraphs ?? []).map(({ name: subgraph, revision, hash }) => ({ subgraph, revision, hash })),
		registered: [...subgraphs.values()].map(({ name: subgraph, revision, hash }) => ({ subgraph, revision, hash })),
		launches: [...launches].reverse().slice(0, 20).map(describeLaunch),
	};
}

function describeLaunch({ id, status, changes, createdAtMs, supersededAtMs, problems }: Launch) {
	return {
		id,
		status: supersededAtMs === null ? status : 'SUPERSEDED',
		changes: changes.map(({ name }) => name),
		createdAt: at(createdAtMs),
		problems: problems.map(({ message }) => message),
	};
}
