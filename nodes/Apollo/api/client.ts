import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';

import { listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { createPlatformClient, type Platform } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

const apollo: Platform = {
	name: 'Apollo GraphOS',
	credentialType: 'slipwayApolloApi',
	defaultBaseUrl: 'https://api.apollographql.com/graphql',
	// Apollo asks every client to name itself (apollographql.com/docs/graphos/platform/access-management/api-keys).
	headers: { 'apollographql-client-name': 'n8n-nodes-slipway', 'apollographql-client-version': '1' },
	readErrorMessage: (body) => textAt(listAt(body, 'errors')[0], 'message') ?? undefined,
};

/** Apollo's Platform API: one address, at which documents are read and changed. */
export interface ApolloClient {
	/**
	 * The `data` of a GraphQL document.
	 *
	 * @throws PlatformRequestError also for errors in an answer of status 200, which is how GraphQL reports them.
	 */
	graphql(document: string, variables: IDataObject, safeToRepeat: boolean): Promise<unknown>;
}

export function apolloClient({ functions, itemIndex }: OperationContext): ApolloClient {
	return clientOf(functions, itemIndex);
}

/** For pickers, which have no item. */
export function apolloClientForPicker(functions: IAllExecuteFunctions): ApolloClient {
	return clientOf(functions, 0);
}

function clientOf(functions: IAllExecuteFunctions, itemIndex: number): ApolloClient {
	const client = createPlatformClient(apollo, functions, itemIndex);
	return {
		async graphql(document, variables, safeToRepeat) {
			const body = await client.object({
				method: 'POST',
				path: '',
				body: { query: document, variables },
				safeToRepeat,
			});
			const problem: unknown = listAt(body, 'errors')[0];
			if (problem !== undefined) throw graphqlError(document, problem);
			return valueAt(body, 'data');
		},
	};
}

function graphqlError(document: string, problem: unknown): PlatformRequestError {
	const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'the query';
	const message = textAt(problem, 'message') ?? 'no explanation given';
	const code = textAt(problem, 'extensions', 'code');
	const status = statuses[code ?? ''] ?? Number(/^(4\d\d|5\d\d)\b/.exec(message)?.[1] ?? 422);
	return new PlatformRequestError(apollo.name, `GraphQL ${name}`, status, message, code);
}

/** The statuses that Apollo's codes stand for; where it gives none, its words may begin with one. */
const statuses: Readonly<Record<string, number>> = {
	UNAUTHENTICATED: 401,
	FORBIDDEN: 403,
	RATE_LIMIT_EXCEEDED: 429,
	INTERNAL_SERVER_ERROR: 500,
};
