import type { SandboxHandler, SandboxRequest, SandboxRoute, SandboxServices } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';
import { BuildQueue } from './lifecycle/buildQueue';
import { DeployLifecycle } from './lifecycle/deployLifecycle';
import { Notifications } from './lifecycle/notifications';
import { RateLimits } from './http/rateLimits';
import { netlifyError } from './http/errors';
import { seedWorld } from './seed';
import { Uploads } from './lifecycle/uploads';
import { NetlifyWorld } from './world/world';

export const NETLIFY_TOKEN = 'sandbox-netlify-token';
/** Of a member whose role lets him look only. */
export const NETLIFY_READ_ONLY_TOKEN = 'sandbox-netlify-read-only-token';

/** What the web server before the API takes as the address of a request. */
const LONGEST_ADDRESS = 8192;

function addressLength({ path, query }: SandboxRequest): number {
	return path.length + query.toString().length;
}

/** One simulated Netlify with its parts wired together; `reset` replaces them all. */
export class Netlify {
	private parts: Parts;

	constructor(private readonly services: SandboxServices) {
		this.parts = createParts(services);
	}

	get world(): NetlifyWorld {
		return this.parts.world;
	}
	get lifecycle(): DeployLifecycle {
		return this.parts.lifecycle;
	}
	get builds(): BuildQueue {
		return this.parts.builds;
	}
	get uploads(): Uploads {
		return this.parts.uploads;
	}
	get limits(): RateLimits {
		return this.parts.limits;
	}

	reset(): void {
		this.stop();
		this.parts = createParts(this.services);
	}

	/** Stops every life cycle and every notification under way. */
	stop(): void {
		for (const deploy of this.world.deploys.values()) this.lifecycle.freeze(deploy);
		this.parts.notifications.stop();
	}

	/** A route of the API: asks for the token, counts the request, adds the rate-limit headers. */
	apiRoute(method: string, pattern: string, handle: SandboxHandler): SandboxRoute {
		return {
			method,
			pattern: `/api/v1${pattern}`,
			handle: async (request) => {
				const isReader = request.headers.authorization === `Bearer ${NETLIFY_READ_ONLY_TOKEN}`;
				if (!isReader && request.headers.authorization !== `Bearer ${NETLIFY_TOKEN}`) {
					throw netlifyError(401, 'Access Denied');
				}
				if (isReader && method !== 'GET') throw netlifyError(403, 'Forbidden');
				if (addressLength(request) > LONGEST_ADDRESS) throw netlifyError(414, 'Request-URI Too Large');
				this.limits.countRequest();
				try {
					const response = await handle(request);
					return { ...response, headers: { ...this.limits.headers(), ...response.headers } };
				} catch (error) {
					if (!(error instanceof SandboxHttpError)) throw error;
					throw new SandboxHttpError(error.status, error.body, {
						...this.limits.headers(),
						...error.headers,
					});
				}
			},
		};
	}
}

interface Parts {
	readonly world: NetlifyWorld;
	readonly notifications: Notifications;
	readonly lifecycle: DeployLifecycle;
	readonly builds: BuildQueue;
	readonly uploads: Uploads;
	readonly limits: RateLimits;
}

function createParts(services: SandboxServices): Parts {
	const world = new NetlifyWorld(services);
	const notifications = new Notifications(world);
	const lifecycle = new DeployLifecycle(world, notifications);
	const builds = new BuildQueue(world, lifecycle);
	const uploads = new Uploads(world, lifecycle);
	const limits = new RateLimits(() => world.now());
	seedWorld(world, lifecycle);
	return { world, notifications, lifecycle, builds, uploads, limits };
}
