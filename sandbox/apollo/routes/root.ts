import { GraphQLError } from 'graphql';

import type { Graph, Launch, Variant } from '../model';
import { compositionError, Presenter } from '../present';
import { UnknownHash, type Published, type World } from '../world';

/** Whose key it is: that of one graph, a user's, or none that Apollo knows. */
export type Caller = 'graph' | 'user' | 'nobody';

type Given = Readonly<Record<string, unknown>>;
type Resolver = (given: Given) => unknown;

/** The one graph that the graph's key is for. */
const ownGraph = 'candlefish';

/** Query and mutation have the same root: their names differ, but for `graph`, which reads and writes. */
export function rootOf(world: World, caller: Caller): Readonly<Record<string, Resolver | string>> {
	const present = new Presenter(world);
	const graphOf = (id: unknown): Graph | undefined => {
		const graph = world.graphs.get(String(id));
		return graph && (caller === 'user' || (caller === 'graph' && graph.id === ownGraph)) ? graph : undefined;
	};
	return {
		frontendUrlRoot: 'https://studio.apollographql.com',
		me: () => {
			if (caller === 'user') return present.user();
			const graph = graphOf(ownGraph);
			return graph ? present.graph(graph) : null;
		},
		graph: ({ id }) => {
			const graph = graphOf(id);
			return graph ? { ...present.graph(graph), ...mutationsOf(world, present, graph) } : null;
		},
		variant: ({ ref }) => {
			const reference = String(ref);
			if (!/^[A-Za-z][\w-]*(@[\w./-]+)?$/.test(reference)) {
				return { __typename: 'InvalidRefFormat', message: `"${reference}" is not a valid graph ref` };
			}
			const variant = graphOf(reference.split('@')[0]) ? world.variantOf(reference) : undefined;
			return variant ? present.variant(variant) : null;
		},
	};
}

function mutationsOf(world: World, present: Presenter, graph: Graph): Readonly<Record<string, Resolver>> {
	const required = (name: unknown): Variant => {
		const variant = graph.variants.get(String(name));
		if (variant === undefined) throw new GraphQLError(`Variant "${String(name)}" of graph "${graph.id}" was not found`);
		if (variant.source !== null) throw new GraphQLError(`${graph.id}@${variant.name} is a contract variant`);
		return variant;
	};
	return {
		variant: ({ name }) => {
			const variant = graph.variants.get(String(name));
			return variant ? { ...present.variant(variant), ...checksOf(world, variant) } : null;
		},
		publishSubgraph: (given) => {
			// As Apollo does: the first publication makes the variant.
			const name = String(given['graphVariant']);
			if (!graph.variants.has(name)) graph.variants.set(name, newVariant(world, graph.id, name));
			return publish(world, present, required(name), given);
		},
		removeImplementingServiceAndTriggerComposition: ({ graphVariant, name, dryRun }) => {
			const composition = world.remove(required(graphVariant), String(name), dryRun === true);
			return {
				errors: composition.ok ? [] : composition.problems.map(compositionError),
				updatedGateway: composition.ok && dryRun !== true,
			};
		},
	};
}

function newVariant(world: World, graphId: string, name: string): Variant {
	return { graphId, name, url: null, source: null, createdAtMs: world.now(), subgraphs: new Map(), launches: [] };
}

function checksOf(world: World, variant: Variant): Readonly<Record<string, Resolver>> {
	return {
		submitSubgraphCheckAsync: ({ input }) => {
			const { subgraphName, proposedSchema } = asGiven(input);
			if (variant.source !== null) {
				return { __typename: 'InvalidInputError', message: 'Subgraph checks cannot be performed on contract variants' };
			}
			const check = world.check(variant, String(subgraphName), String(proposedSchema));
			return {
				__typename: 'CheckRequestSuccess',
				targetURL: `https://studio.apollographql.com/graph/${variant.graphId}/checks/${check.id}`,
				workflowID: check.id,
			};
		},
	};
}

function publish(world: World, present: Presenter, variant: Variant, given: Given) {
	const { sdl, hash } = asGiven(given['activePartialSchema']);
	const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
	try {
		const name = String(given['name']);
		const published = world.publish(variant, {
			name,
			url: text(given['url']),
			revision: String(given['revision']),
			sdl: text(sdl),
			hash: text(hash),
			isSynchronous: given['downstreamLaunchInitiation'] === 'SYNC',
		});
		return publicationResult(published, present, name);
	} catch (error) {
		if (error instanceof UnknownHash) throw new GraphQLError(error.message);
		throw error;
	}
}

function publicationResult(
	{ launch, composition, wasCreated, wasUpdated }: Published,
	present: Presenter,
	name: string,
) {
	const isComposed = composition?.ok === true;
	return {
		compositionConfig: launch && isComposed ? { schemaHash: launch.id.replaceAll('-', '') } : null,
		errors: composition?.ok === false ? composition.problems.map(compositionError) : [],
		updatedGateway: isComposed,
		wasCreated,
		wasUpdated,
		subgraphsCreated: wasCreated ? [name] : [],
		subgraphsUpdated: wasUpdated ? [name] : [],
		launch: launch && present.launch(launch),
		launchUrl: launch && launchPage(launch),
		launchCliCopy: launch && `You can monitor this launch in Apollo Studio: ${launchPage(launch)}`,
	};
}

function launchPage({ graphId, variant, id }: Launch): string {
	return `https://studio.apollographql.com/graph/${graphId}/variant/${variant}/launches/${id}`;
}

function asGiven(value: unknown): Given {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
