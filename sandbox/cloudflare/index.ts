import { readPagePart } from '../kernel/page';
import {
	type SandboxHandler,
	SandboxHttpError,
	type SandboxPlatform,
	type SandboxResponse,
	type SandboxRoute,
	type SandboxServices,
} from '../kernel/platform';
import { controlRoutes } from './control';
import { cloudflareError, unroutable } from './errors';
import { poolRoutes } from './routes/poolRoutes';
import { recordRoutes } from './routes/recordRoutes';
import { resolverRoutes } from './routes/resolverRoutes';
import { zoneRoutes } from './routes/zoneRoutes';
import { CLOUDFLARE_TOKEN } from './seed';
import { World } from './world';

export { CLOUDFLARE_TOKEN } from './seed';

/** Cloudflare's API at `/cloudflare/client/v4`, and its resolver's JSON at `/dns-query`. */
export function createCloudflarePlatform(services: SandboxServices): SandboxPlatform {
	const world = new World(services);
	return {
		name: 'cloudflare',
		page: readPagePart(__dirname),
		secrets: [CLOUDFLARE_TOKEN],
		routes: [...zoneRoutes(world), ...recordRoutes(world), ...poolRoutes(world)].map((route) => guarded(world, route)),
		publicRoutes: resolverRoutes(world),
		controlRoutes: controlRoutes(world),
		notFound: ({ path }) => {
			const { status, body } = unroutable(path);
			return { status, body };
		},
		state: () => world.state(),
		reset: () => world.reset(),
	};
}

/** The token first, then the limit on calls; each answer tells how many are left. */
function guarded(world: World, route: SandboxRoute): SandboxRoute {
	const handle: SandboxHandler = async (request) => {
		assertToken(request.headers.authorization, request.path);
		const waitSeconds = world.limit.count();
		if (waitSeconds !== null) {
			throw cloudflareError(429, 10100, 'Please wait and consider throttling your request speed', {
				...world.limit.headers(),
				'Retry-After': String(waitSeconds),
			});
		}
		return withLimits(world, await route.handle(request));
	};
	return { ...route, handle };
}

function withLimits(world: World, response: SandboxResponse): SandboxResponse {
	return { ...response, headers: { ...response.headers, ...world.limit.headers() } };
}

function assertToken(authorization: string | undefined, path: string): void {
	if (authorization === `Bearer ${CLOUDFLARE_TOKEN}`) return;
	if (authorization === undefined || !/^Bearer [\w-]{20,}$/.test(authorization)) throw malformedToken();
	throw path.endsWith('/user/tokens/verify')
		? cloudflareError(401, 1000, 'Invalid API Token')
		: cloudflareError(403, 9109, 'Invalid access token');
}

function malformedToken(): SandboxHttpError {
	return new SandboxHttpError(400, {
		success: false,
		errors: [
			{
				code: 6003,
				message: 'Invalid request headers',
				error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
			},
		],
		messages: [],
		result: null,
	});
}
