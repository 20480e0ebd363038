import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';

/** The same client, with each request as `change` gives it. */
export function withEachRequest(
	client: PlatformClient,
	change: (request: PlatformRequest) => PlatformRequest,
): PlatformClient {
	return {
		...client,
		request: async (request) => await client.request(change(request)),
		object: async (request) => await client.object(change(request)),
		list: async (request) => await client.list(change(request)),
	};
}

/** The same client, and how often it was asked. */
export function countedCalls(client: PlatformClient): {
	readonly client: PlatformClient;
	readonly count: () => number;
} {
	let count = 0;
	const counted = withEachRequest(client, (request) => {
		count++;
		return request;
	});
	return { client: counted, count: () => count };
}
