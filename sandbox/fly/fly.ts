import type { SandboxRequest, SandboxResponse, SandboxRoute, SandboxServices } from '../kernel/platform';
import { MachineLifecycle } from './lifecycle/lifecycle';
import { RateLimits } from './routes/rateLimits';
import { flyError } from './errors';
import { seedWorld } from './seed';
import { isLive } from './world/tokens';
import { PREVIEW_ORGANIZATION, type Organization } from './world/organizations';
import { Waits } from './lifecycle/waits';
import { FlyWorld } from './world/world';

export const FLY_TOKEN = 'sandbox-fly-token';
/**
 * For previews: two of Fly's tokens in one, as they may be joined by a comma. One works in the organization of
 * previews alone, one reads production.
 */
export const FLY_PREVIEW_TOKEN = 'sandbox-fly-preview-token';

interface Parts {
	readonly waits: Waits;
	readonly world: FlyWorld;
	readonly lifecycle: MachineLifecycle;
	readonly limits: RateLimits;
}

function createParts(services: SandboxServices): Parts {
	const waits = new Waits(services.clock);
	const world = new FlyWorld(services, waits);
	const lifecycle = new MachineLifecycle(world);
	seedWorld(world, lifecycle);
	return { waits, world, lifecycle, limits: new RateLimits(() => world.now()) };
}

/** What answers a route. */
export type FlyHandler = (fly: Fly, request: SandboxRequest) => SandboxResponse | Promise<SandboxResponse>;

/** Who sends a request: with an app's deploy token that app alone is theirs. */
export interface Caller {
	/** Of a token that was made with another one. */
	readonly id?: string;
	readonly appName?: string | undefined;
	/** The only one in which it changes anything. */
	readonly organization?: Organization;
}

/** One simulated Fly with its parts wired together; `reset` replaces them all. */
export class Fly {
	private parts: Parts;

	constructor(private readonly services: SandboxServices) {
		this.parts = createParts(services);
	}

	get world(): FlyWorld {
		return this.parts.world;
	}
	get waits(): Waits {
		return this.parts.waits;
	}
	get lifecycle(): MachineLifecycle {
		return this.parts.lifecycle;
	}
	get limits(): RateLimits {
		return this.parts.limits;
	}

	reset(): void {
		this.stop();
		this.parts = createParts(this.services);
	}

	/** Stops every life cycle and answers every held request. */
	stop(): void {
		for (const machine of this.world.machines.values()) this.lifecycle.freeze(machine);
		this.waits.stop();
	}

	/**
	 * `undefined` for a token that is none or no longer. Fly takes a user's token after `Bearer` and macaroons after
	 * `FlyV1` (and either word after `Bearer`).
	 */
	caller(request: SandboxRequest): Caller | undefined {
		const words = (request.headers.authorization ?? '').split(' ');
		if (!/^(Bearer|FlyV1)$/i.test(words[0] ?? '') || words.length > 3) return undefined;
		const secret = words.at(-1);
		if (secret === FLY_TOKEN) return {};
		if (secret === FLY_PREVIEW_TOKEN) return { organization: PREVIEW_ORGANIZATION };
		return this.world.tokens.find((token) => token.secret === secret && isLive(this.world, token));
	}

	/** Raises 401 for who may not see the app, or anything. */
	requireCaller(request: SandboxRequest, appName = request.params['appName']): Caller {
		const caller = this.caller(request);
		const isOther = caller?.appName !== undefined && appName !== undefined && appName !== caller.appName;
		if (!caller || isOther) throw flyError(401, 'unauthorized');
		const owner = this.world.apps.get(appName ?? '')?.organization;
		if (owner && request.method !== 'GET') this.requireOrganization(request, owner);
		return caller;
	}

	/** Raises 403 for who may change nothing there. */
	requireOrganization(request: SandboxRequest, organization: Organization): void {
		const own = this.caller(request)?.organization;
		if (own && own !== organization) throw flyError(403, 'unauthorized');
	}

	/** A route of the API that flyctl uses beside the Machines API: `https://api.fly.io/api/v1`. */
	webRoute(method: string, pattern: string, handle: FlyHandler): SandboxRoute {
		return {
			method,
			pattern: `/api/v1${pattern}`,
			handle: (request) => {
				this.requireCaller(request);
				return handle(this, request);
			},
		};
	}

	/**
	 * A route of the Machines API: asks for the token and counts the request as `action` on the machine, or else the
	 * app, that the path names.
	 */
	apiRoute(method: string, pattern: string, action: string, handle: FlyHandler): SandboxRoute {
		return {
			method,
			pattern: `/v1${pattern}`,
			handle: async (request) => {
				this.requireCaller(request);
				// App deletions are counted together, whichever app they name.
				const identifier =
					action === 'delete app' ? '' : (request.params['machineId'] ?? request.params['appName'] ?? '');
				this.limits.count(action, identifier);
				return await handle(this, request);
			},
		};
	}
}
