import type { Service } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 5 * 60_000;

/** How long ECS waits before it starts the next task of a service whose tasks fail: longer each time. */
export class LaunchRetries {
	private readonly timers = new Map<Service, () => void>();

	constructor(
		private readonly world: EcsWorld,
		private readonly due: (service: Service) => void,
	) {}

	isWaiting(service: Service): boolean {
		return this.timers.has(service);
	}

	/** @param failures one after the other, this one included. */
	postpone(service: Service, failures: number): void {
		const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, failures - 1));
		this.forget(service);
		this.timers.set(
			service,
			this.world.kernel.clock.after(delayMs, () => {
				this.timers.delete(service);
				this.due(service);
			}),
		);
	}

	/** A new deployment starts its tasks at once. */
	forget(service: Service): void {
		this.timers.get(service)?.();
		this.timers.delete(service);
	}
}
