import type { ProjectClient } from '../api/projectClient';
import type { Wait } from './wait';

/** A project, its client and the time that there is for changing it. */
export interface Work extends ProjectClient {
	readonly wait: Wait;
}
