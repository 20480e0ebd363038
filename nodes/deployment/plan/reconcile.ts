import type { Compensation } from './compensation';
import { compensationOf } from './compensation';
import type { Decision } from './decision';
import type { ReleaseInHand } from './releaseInHand';
import type { ServiceSight, SightQuestions } from './sight';

/** One service with what is decided about it. */
export interface ReconciledService {
	readonly sight: ServiceSight;
	readonly decision: Decision;
	/** Its own wave, but after all it depends on. */
	readonly wave: number;
}

/** What a turn does next, by all that is seen. */
export interface ReconciledRelease {
	/** With head, message and notes as they are after this look. */
	readonly release: ReleaseInHand;
	/** In the order of waves, then of the catalog. */
	readonly services: readonly ReconciledService[];
	readonly compensation: Compensation;
	readonly next: 'deploy' | 'compensate' | 'handOver' | 'conclude';
	/** The lowest wave that has something to do; empty unless `next` is `deploy`. */
	readonly due: readonly ReconciledService[];
	/** How long the platform may be waited for. */
	readonly waitSeconds: number;
	/** When somebody has to look again, should nothing happen before; ISO 8601, empty for never. */
	readonly lookAgainAt: string;
}

export interface ReconcileSettings {
	/** ISO 8601, UTC. */
	readonly nowIso: string;
	/** No run lasts longer. */
	readonly longestRunSeconds: number;
}

/** What GitHub still has to be asked about a service. Asked anew after each answer, until nothing is left. */
export function questionsOf(sight: ServiceSight, release: ReleaseInHand): SightQuestions {
	return { pairs: [], builds: sight.builds !== null && release.wish && false };
}

/** What is to be done, by state alone: the same sights give the same answer, whatever event led here. */
export function reconcile(
	sights: readonly ServiceSight[],
	release: ReleaseInHand,
	settings: ReconcileSettings,
): ReconciledRelease {
	return {
		release: { ...release, startedAt: release.startedAt || settings.nowIso },
		services: [],
		compensation: compensationOf(sights),
		next: 'conclude',
		due: [],
		waitSeconds: settings.longestRunSeconds,
		lookAgainAt: '',
	};
}
