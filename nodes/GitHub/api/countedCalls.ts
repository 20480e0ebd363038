import type { PlatformClient } from '../../shared/http/platformClient';

/** The same client, and how often it was asked. */
export function countedCalls(client: PlatformClient): {
	readonly client: PlatformClient;
	readonly count: () => number;
} {
	let count = 0;
	return {
		count: () => count,
		client: {
			...client,
			request: async (request) => {
				count++;
				return await client.request(request);
			},
			object: async (request) => {
				count++;
				return await client.object(request);
			},
			list: async (request) => {
				count++;
				return await client.list(request);
			},
		},
	};
}
