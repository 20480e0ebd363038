import type { SandboxServices } from '../kernel/platform';
import { RateLimits } from './http/rateLimits';
import { BuildQueue } from './lifecycle/buildQueue';
import { DeployLifecycle } from './lifecycle/deployLifecycle';
import { Notifications } from './lifecycle/notifications';
import { Uploads } from './lifecycle/uploads';
import { seedWorld } from './seed';
import { NetlifyWorld } from './world/world';

/** One simulated Netlify with its parts wired together; `reset` replaces them all. */
export class NetlifyContext {
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
