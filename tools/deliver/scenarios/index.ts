import type { Scenario } from '../scenario';
import { accidentScenarios } from './accidents';
import { waitingScenarios } from './waiting';
import { failoverScenarios } from './failover';
import { movingHeadScenarios } from './movingHeads';
import { oneServiceScenarios } from './oneService';
import { previewScenarios } from './previews';
import { releaseScenarios } from './release';

/** Everything that `npm run deliver` can play. */
export const SCENARIOS: readonly Scenario[] = [
	...oneServiceScenarios,
	...releaseScenarios,
	...movingHeadScenarios,
	...accidentScenarios,
	...waitingScenarios,
	...previewScenarios,
	...failoverScenarios,
];
