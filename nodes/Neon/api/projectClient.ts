import { path } from '../../shared/http/path';
import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';
import type { NeonProject } from './types';

/** A client whose paths lie below one project. */
export interface ProjectClient extends PlatformClient {
	readonly project: NeonProject;
}

export function inProject(client: PlatformClient, project: NeonProject): ProjectClient {
	const below = (request: PlatformRequest) => ({ ...request, path: `${path`/projects/${project.id}`}${request.path}` });
	return {
		...client,
		project,
		request: async (request) => await client.request(below(request)),
		object: async (request) => await client.object(below(request)),
		list: async (request) => await client.list(below(request)),
	};
}
