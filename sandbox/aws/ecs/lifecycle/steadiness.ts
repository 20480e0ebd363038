import type { Service } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

/** How long everything must hold before ECS calls a deployment complete. */
const STEADY_MS = { base: 55_000, jitter: 20_000 };

/** Notices when a service has been as it should be for long enough. */
export class Steadiness {
	private readonly timers = new Map<Service, () => void>();

	private readonly settled = new Set<Service>();

	constructor(
		private readonly world: EcsWorld,
		private readonly steady: (service: Service) => void,
	) {}

	/** As if it had been steady already. */
	settle(service: Service): void {
		this.settled.add(service);
	}

	/** It is as it should be just now. */
	hold(service: Service): void {
		if (this.settled.has(service) || this.timers.has(service)) return;
		const delayMs = STEADY_MS.base + this.world.jitter(STEADY_MS.jitter);
		this.timers.set(
			service,
			this.world.kernel.clock.after(delayMs, () => {
				this.timers.delete(service);
				this.settled.add(service);
				this.steady(service);
			}),
		);
	}

	/** It is not as it should be: the time begins anew. */
	lose(service: Service): void {
		this.settled.delete(service);
		this.timers.get(service)?.();
		this.timers.delete(service);
	}
}
