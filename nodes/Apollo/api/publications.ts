import type { IDataObject } from 'n8n-workflow';

import { isTrueAt, listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { ApolloClient } from './client';
import { launchFields, readBuildError, readLaunch } from './launchFields';
import type { BuildError, Launch } from './types';

const publishDocument = `mutation SlipwayPublish($graphId: ID!, $variant: String!, $subgraph: String!, $url: String, $revision: String!, $schema: PartialSchemaInput!, $gitContext: GitContextInput!) { graph(id: $graphId) {
publishSubgraph(graphVariant: $variant, name: $subgraph, url: $url, revision: $revision, activePartialSchema: $schema, gitContext: $gitContext, downstreamLaunchInitiation: SYNC) {
wasCreated wasUpdated updatedGateway errors { message code locations { line column } } launch { ${launchFields} } }
} }`;

const deleteDocument = `mutation SlipwayDeleteSubgraph($graphId: ID!, $variant: String!, $subgraph: String!, $dryRun: Boolean!) { graph(id: $graphId) {
removeImplementingServiceAndTriggerComposition(graphVariant: $variant, name: $subgraph, dryRun: $dryRun) {
updatedGateway errors { message code locations { line column } } }
} }`;

/** `candlefish@production`, and the subgraph in it. */
export interface SubgraphPlace {
	readonly reference: string;
	readonly subgraph: string;
}

/** What is published: a whole document, or the hash of one that Apollo was given before. */
export interface Publication {
	readonly schema: { readonly sdl: string } | { readonly hash: string };
	/** Empty for the one that it has. */
	readonly routingUrl: string;
	readonly revision: string;
	readonly gitContext: GitContext;
}

/** Where the schema comes from; Apollo shows it beside the launch. Empty strings are left out. */
export interface GitContext {
	readonly commit: string;
	readonly branch: string;
	readonly message: string;
	readonly committer: string;
	readonly remoteUrl: string;
}

/** What Apollo answers to a publication. */
export interface Published {
	/** Null where it saw nothing to do: the schema and the address are what they were. */
	readonly launch: Launch | null;
	readonly wasCreated: boolean;
	readonly wasUpdated: boolean;
	/** Why the subgraphs do not compose. What was published is registered all the same. */
	readonly errors: readonly BuildError[];
}

/** Registers a subgraph's schema and starts a launch of its variant, and of the contract variants that filter it. */
export async function publishSubgraph(
	client: ApolloClient,
	{ reference, subgraph }: SubgraphPlace,
	{ schema, routingUrl, revision, gitContext }: Publication,
): Promise<Published> {
	const [graphId = '', variant = 'current'] = reference.split('@');
	const variables: IDataObject = {
		graphId,
		variant,
		subgraph,
		url: routingUrl === '' ? null : routingUrl,
		revision,
		schema: { ...schema },
		gitContext: Object.fromEntries(Object.entries(gitContext).filter(([, value]) => value !== '')),
	};
	const data: unknown = await client.graphql(publishDocument, variables, false);
	const result = requireGraph(
		valueAt(data, 'graph'),
		valueAt(data, 'graph', 'publishSubgraph'),
		graphId,
		'SlipwayPublish',
	);
	return {
		launch: readLaunch(valueAt(result, 'launch')),
		wasCreated: isTrueAt(result, 'wasCreated'),
		wasUpdated: isTrueAt(result, 'wasUpdated'),
		errors: listAt(result, 'errors').flatMap(readBuildError),
	};
}

/** Takes a subgraph out of its variant, or only tells whether the others would compose without it. */
export async function deleteSubgraph(
	client: ApolloClient,
	{ reference, subgraph }: SubgraphPlace,
	dryRun: boolean,
): Promise<{ readonly errors: readonly BuildError[]; readonly updatedGateway: boolean }> {
	const [graphId = '', variant = 'current'] = reference.split('@');
	// Without it a second time it composes as before: nothing is lost.
	const data: unknown = await client.graphql(deleteDocument, { graphId, variant, subgraph, dryRun }, true);
	const found = valueAt(data, 'graph', 'removeImplementingServiceAndTriggerComposition');
	const result = requireGraph(valueAt(data, 'graph'), found, graphId, 'SlipwayDeleteSubgraph');
	return {
		errors: listAt(result, 'errors').flatMap(readBuildError),
		updatedGateway: isTrueAt(result, 'updatedGateway'),
	};
}

/** A graph that is not there, or that the key may not see, is null, and so is all that was to be done with it. */
function requireGraph(graph: unknown, result: unknown, graphId: string, name: string): unknown {
	if (result !== undefined && result !== null) return result;
	const isThere = graph !== undefined && graph !== null;
	throw new PlatformRequestError(
		'Apollo GraphOS',
		`GraphQL ${name}`,
		isThere ? 422 : 404,
		isThere ? 'it gave no result' : `there is no graph ${graphId}, or this key may not see it`,
		textAt(graph, 'code'),
	);
}
