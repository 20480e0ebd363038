import type { Scenario } from '../scenario';
import { accidentScenarios } from './accidents';
import { movingHeadScenarios } from './movingHeads';
import { oneServiceScenarios } from './oneService';
import { releaseScenarios } from './release';

/** Everything that `npm run deliver` can play. */
export const SCENARIOS: readonly Scenario[] = [
	...oneServiceScenarios,
	...releaseScenarios,
	...movingHeadScenarios,
	...accidentScenarios,
];
