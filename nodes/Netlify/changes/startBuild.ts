import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { type BuildRequest, requestBuild } from '../api/builds';
import { type NetlifySite, siteName } from '../api/types';
import { markedTitle, startDeployOnce } from './startDeployOnce';

/** @throws OperationFailure for a site that cannot build. */
export function assertBuildable(site: NetlifySite): void {
	if (!site.build_settings?.repo_path) {
		throw new OperationFailure(
			`Site ${siteName(site)} has no linked repository, so Netlify cannot build it`,
			"Link a repository in the site's settings, or use Deploy Files",
		);
	}
	if (site.build_settings.stop_builds === true) {
		throw new OperationFailure(
			`Builds are stopped for site ${siteName(site)}`,
			"Activate builds in the site's settings under Build & deploy, or use Deploy Files",
		);
	}
}

/** Starts one build of a branch's head. @returns the id of the deploy it makes. @throws EndUnknown when it is not clear whether one was made. */
export async function startBuild(client: PlatformClient, site: NetlifySite, request: BuildRequest): Promise<string> {
	const { title, mark } = markedTitle(request.title);
	return await startDeployOnce(client, site, mark, async () => {
		const { deploy_id: deployId, error } = await requestBuild(client, site.id, { ...request, title });
		if (deployId) return deployId;
		if (!error) return undefined;
		throw new OperationFailure(
			`Netlify did not start a build of site ${siteName(site)}: ${error}`,
			'Correct what Netlify names, then run this again',
		);
	});
}
