import type { PlatformClient } from '../../shared/http/platformClient';
import type { NeonProject } from '../api/types';
import type { Wait } from './wait';
import { whenFree } from './whenFree';

/** What a project is changed with. */
export interface Work {
	readonly client: PlatformClient;
	/** The same client for changes: it sends them as soon as the project is free. */
	readonly writer: PlatformClient;
	readonly project: NeonProject;
	readonly wait: Wait;
}

export function workOn(project: NeonProject, client: PlatformClient, wait: Wait): Work {
	return { client, writer: whenFree(client, wait), project, wait };
}
