import { listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import type { ApolloClient } from './client';
import { launchFields, readLaunch, readSummary, summaryFields } from './launchFields';
import type { Launch, LaunchSummary, RegisteredSubgraph, Variant } from './types';

const variantDocument = `query SlipwayVariant($ref: ID!) { variant(ref: $ref) { __typename
... on GraphVariant { id name url graph { id } sourceVariant { name } latestLaunch { ${launchFields} } latestApprovedLaunch { ${launchFields} } }
... on InvalidRefFormat { message }
} }`;

const launchDocument = `query SlipwayLaunch($ref: ID!, $id: ID!) { variant(ref: $ref) { __typename
... on GraphVariant { launch(id: $id) { ${launchFields} } latestApprovedLaunch { ${summaryFields} } }
} }`;

const historyDocument = `query SlipwayLaunches($ref: ID!, $limit: Int!, $offset: Int!) { variant(ref: $ref) { __typename
... on GraphVariant { launchSummaries(limit: $limit, offset: $offset, orderBy: CREATED_DESC) { ${summaryFields} } }
} }`;

const subgraphDocument = `query SlipwaySubgraph($ref: ID!, $name: ID!) { variant(ref: $ref) { __typename
... on GraphVariant { subgraph(name: $name) { name url revision updatedAt activePartialSchema { sdl } } subgraphs { name } }
} }`;

const subgraphsDocument = `query SlipwaySubgraphs($ref: ID!) { variant(ref: $ref) { __typename
... on GraphVariant { subgraphs { name revision } }
} }`;

const listDocument = `query SlipwayVariants { me { __typename
... on Graph { id variants { id name url sourceVariant { name } } }
... on User { memberships { account { graphs { id variants { id name url sourceVariant { name } } } } } }
} }`;

/** As many as one request gives. */
const pageSize = 100;

/** A variant with its newest launch and what its routers are served. @throws OperationFailure when there is none. */
export async function readVariant(client: ApolloClient, reference: string): Promise<Variant> {
	const data: unknown = await client.graphql(variantDocument, { ref: reference }, true);
	const variant = requireVariant(reference, valueAt(data, 'variant'));
	const [graphId = '', name = ''] = reference.split('@');
	return {
		reference: textAt(variant, 'id') ?? reference,
		graphId: textAt(variant, 'graph', 'id') ?? graphId,
		name: textAt(variant, 'name') ?? name,
		url: textAt(variant, 'url'),
		sourceVariant: textAt(variant, 'sourceVariant', 'name'),
		latest: readLaunch(valueAt(variant, 'latestLaunch')),
		approved: readLaunch(valueAt(variant, 'latestApprovedLaunch')),
	};
}

/** A launch, and what the routers are served at the same moment. */
export interface LaunchLook {
	readonly launch: Launch;
	readonly approved: LaunchSummary | null;
}

/** @throws OperationFailure when the variant has no such launch. */
export async function readLaunchOf(client: ApolloClient, reference: string, id: string): Promise<LaunchLook> {
	const data: unknown = await client.graphql(launchDocument, { ref: reference, id }, true);
	const variant = requireVariant(reference, valueAt(data, 'variant'));
	const launch = readLaunch(valueAt(variant, 'launch'));
	if (launch === null) {
		throw new OperationFailure(
			`${reference} has no launch ${id}`,
			'Choose it from the list, or enter its whole ID as Launch: Get Many gives it',
		);
	}
	return { launch, approved: readSummary(valueAt(variant, 'latestApprovedLaunch'))[0] ?? null };
}

/** A variant's launches, the newest first. */
export async function listLaunches(client: ApolloClient, reference: string, limit: number): Promise<LaunchSummary[]> {
	const launches: LaunchSummary[] = [];
	while (launches.length < limit) {
		const variables = { ref: reference, limit: Math.min(pageSize, limit - launches.length), offset: launches.length };
		const data: unknown = await client.graphql(historyDocument, variables, true);
		const page = listAt(requireVariant(reference, valueAt(data, 'variant')), 'launchSummaries').flatMap(readSummary);
		launches.push(...page);
		if (page.length < variables.limit) break;
	}
	return launches;
}

/** A subgraph as the registry holds it; null where it has none of that name. */
export async function readSubgraph(
	client: ApolloClient,
	reference: string,
	name: string,
): Promise<{ readonly subgraph: RegisteredSubgraph | null; readonly names: readonly string[] }> {
	const data: unknown = await client.graphql(subgraphDocument, { ref: reference, name }, true);
	const variant = requireVariant(reference, valueAt(data, 'variant'));
	const found = valueAt(variant, 'subgraph');
	const names = listAt(variant, 'subgraphs').flatMap((one) => textAt(one, 'name') ?? []);
	if (textAt(found, 'name') === null) return { subgraph: null, names };
	const subgraph: RegisteredSubgraph = {
		name,
		url: textAt(found, 'url') ?? '',
		revision: textAt(found, 'revision') ?? '',
		updatedAt: textAt(found, 'updatedAt') ?? '',
		sdl: textAt(found, 'activePartialSchema', 'sdl') ?? '',
	};
	return { subgraph, names };
}

/** Names and revisions of the subgraphs that the registry holds. */
export async function listSubgraphs(
	client: ApolloClient,
	reference: string,
): Promise<ReadonlyArray<{ readonly name: string; readonly revision: string }>> {
	const data: unknown = await client.graphql(subgraphsDocument, { ref: reference }, true);
	return listAt(requireVariant(reference, valueAt(data, 'variant')), 'subgraphs').map((one) => ({
		name: textAt(one, 'name') ?? '',
		revision: textAt(one, 'revision') ?? '',
	}));
}

/** A variant as a list shows it. */
export interface ListedVariant {
	readonly reference: string;
	readonly graphId: string;
	readonly name: string;
	readonly url: string | null;
	/** Of a contract variant: the one whose schema it filters. */
	readonly sourceVariant: string | null;
}

/** Every variant that the key may see. @throws OperationFailure for a key that Apollo does not know. */
export async function listVariants(client: ApolloClient): Promise<ListedVariant[]> {
	const data: unknown = await client.graphql(listDocument, {}, true);
	const me = valueAt(data, 'me');
	if (textAt(me, '__typename') === null) throw unknownKey('Apollo does not know this key');
	const graphs = [me, ...listAt(me, 'memberships').flatMap((membership) => listAt(membership, 'account', 'graphs'))];
	return graphs.flatMap((graph) =>
		listAt(graph, 'variants').map((variant) => ({
			reference: textAt(variant, 'id') ?? '',
			graphId: textAt(graph, 'id') ?? '',
			name: textAt(variant, 'name') ?? '',
			url: textAt(variant, 'url'),
			sourceVariant: textAt(variant, 'sourceVariant', 'name'),
		})),
	);
}

/** Apollo answers null for what is not there and for what a key may not see, and says which for neither. */
function requireVariant(reference: string, variant: unknown): unknown {
	if (textAt(variant, '__typename') === 'GraphVariant') return variant;
	const words = textAt(variant, 'message');
	throw unknownKey(
		words === null ? `There is no variant ${reference}, or this key may not see it` : `Apollo says: ${words}`,
	);
}

function unknownKey(message: string): OperationFailure {
	return new OperationFailure(
		message,
		"Check the graph's ID and the variant's name in Apollo Studio (graph@variant), and test the credential: an unknown key sees nothing",
	);
}
