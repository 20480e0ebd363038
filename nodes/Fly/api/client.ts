import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';

import { isRecord, listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import {
	createPlatformClient,
	type Platform,
	type PlatformRequest,
	type PlatformResponse,
} from '../../shared/http/platformClient';
import { noRoom } from './errorHints';
import { graphqlError } from './graphqlError';
import { keepRateLimit } from './rateLimits';

const machinesApi: Platform = {
	name: 'Fly.io',
	credentialType: 'slipwayFlyApi',
	openFields: ['organization'],
	// A fleet half changed is reverted, whoever stops the execution.
	outlivesStop: true,
	defaultBaseUrl: 'https://api.machines.dev',
	readFailureKind: ({ status, message }) => {
		// Said under 503, too, and no passing fault: the same host stays full.
		if (noRoom.test(message)) return 'refused';
		return status >= 500 ? 'unavailable' : undefined;
	},
};

const graphqlApi: Platform = {
	...machinesApi,
	baseUrlField: 'graphqlUrl',
	defaultBaseUrl: 'https://api.fly.io/graphql',
};

/** What flyctl asks beside the two, at GraphQL's host: an app's log. */
const webApi: Platform = { ...graphqlApi, baseUrlEnding: '/graphql' };

/** The APIs of Fly.io, inside its rate limits. Releases are only in the GraphQL one, machines only in the other. */
export interface FlyClient {
	request(call: PlatformRequest): Promise<PlatformResponse>;
	object<Body extends object>(call: PlatformRequest): Promise<Body>;
	list<Element>(call: PlatformRequest): Promise<Element[]>;
	/**
	 * The `data` of a GraphQL document.
	 *
	 * @throws PlatformRequestError also for errors in an answer of status 200, which is how GraphQL reports them.
	 */
	graphql(document: string, variables: IDataObject, safeToRepeat: boolean): Promise<unknown>;
	/** Reads from the API that flyctl uses beside the two. */
	readWeb(path: string, query: IDataObject): Promise<object>;
	/** The organization of the credential, by its slug. @throws OperationFailure when it has none. */
	organization(): Promise<string>;
}

export function flyClient({ functions, itemIndex }: OperationContext): FlyClient {
	return clientOf(functions, itemIndex);
}

/** For pickers, which have no item. */
export function flyClientForPicker(functions: IAllExecuteFunctions): FlyClient {
	return clientOf(functions, 0);
}

function clientOf(functions: IAllExecuteFunctions, itemIndex: number): FlyClient {
	const machines = createPlatformClient(machinesApi, functions, itemIndex);
	const releases = createPlatformClient(graphqlApi, functions, itemIndex);
	const web = createPlatformClient(webApi, functions, itemIndex);
	const limited = async (call: PlatformRequest): Promise<PlatformRequest> => {
		await keepRateLimit(await machines.baseUrl(), call);
		return call;
	};
	return {
		request: async (call) => await machines.request(await limited(call)),
		object: async (call) => await machines.object(await limited(call)),
		list: async (call) => await machines.list(await limited(call)),
		async graphql(document, variables, safeToRepeat) {
			const { body } = await releases.request({
				method: 'POST',
				path: '',
				body: { query: document, variables },
				safeToRepeat,
			});
			const problem: unknown = listAt(body, 'errors')[0];
			if (problem !== undefined) throw graphqlError(document, problem);
			return valueAt(body, 'data');
		},
		readWeb: async (path, query) => await web.object({ method: 'GET', path, query }),
		async organization() {
			const credentials: unknown = await functions.getCredentials('slipwayFlyApi', itemIndex);
			const slug = isRecord(credentials) ? textAt(credentials, 'organization') : null;
			if (slug !== null) return slug.trim();
			throw new OperationFailure(
				'The Fly.io credential has no organization',
				'Fill in its Organization: the slug as "fly orgs list" shows it, or "personal"',
			);
		},
	};
}
