import type { SandboxRequest } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import type { Build, Deploy, Site } from '../model';
import { notFound } from './errors';
import { pathParameter } from './requestBody';

/** The site that `:siteId` names. Raises 404. */
export function requestedSite({ world }: NetlifyContext, request: SandboxRequest): Site {
	return world.site(pathParameter(request, 'siteId'));
}

/** The deploy that `:deployId` names; of `:siteId`, where the address has one. Raises 404. */
export function requestedDeploy({ world }: NetlifyContext, request: SandboxRequest): Deploy {
	return world.deploy(pathParameter(request, 'deployId'), request.params['siteId']);
}

/** The build that `:buildId` names. Raises 404. */
export function requestedBuild({ world }: NetlifyContext, request: SandboxRequest): Build {
	const build = world.builds.get(pathParameter(request, 'buildId'));
	if (!build) throw notFound();
	return build;
}
