import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import type { World } from '../world';

const numbers: Readonly<Record<string, number>> = { A: 1, NS: 2, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 };

/**
 * DNS over HTTPS as JSON, at a public address of its own and without a credential.
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 */
export function resolverRoutes(world: World): SandboxRoute[] {
	const resolve: SandboxHandler = ({ query, headers }) => {
		const name = (query.get('name') ?? '').toLowerCase().replace(/\.$/, '');
		const type = (query.get('type') ?? 'A').toUpperCase();
		if (name === '' || numbers[type] === undefined) return { status: 400, body: 'Invalid query' };
		if (headers.accept !== 'application/dns-json') return { status: 415, body: 'Unsupported media type' };
		const isKnown = world.zones.some((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
		const answers = isKnown ? world.resolver.resolve(name, type) : [];
		return {
			status: 200,
			headers: { 'Content-Type': 'application/dns-json' },
			body: JSON.stringify({
				Status: answers.length > 0 ? 0 : 3,
				TC: false,
				RD: true,
				RA: true,
				AD: false,
				CD: false,
				Question: [{ name, type: numbers[type] }],
				...(answers.length > 0 && {
					Answer: answers.map((answer) => ({
						name,
						type: numbers[answer.type] ?? 0,
						TTL: answer.ttlSeconds,
						data: answer.data,
					})),
				}),
			}),
		};
	};
	return [{ method: 'GET', pattern: '/dns-query', handle: resolve }];
}
