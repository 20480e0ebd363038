import type { Decision } from './decision';
import type { ServiceSight } from './sight';

/** One service with what is decided about it. */
export interface ReconciledService {
	readonly sight: ServiceSight;
	readonly decision: Decision;
	/** Its own wave, but after all it depends on. */
	readonly wave: number;
}
