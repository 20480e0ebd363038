import { OperationFailure } from '../../shared/operation/errors';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { siteName } from '../api/sites';
import type { NetlifyBuild, NetlifySite } from '../api/types';
import { markedTitle, makeDeployOnce } from './makeDeployOnce';

export interface BuildRequest {
	/** Empty for the production branch. */
	readonly branch: string;
	readonly clearCache: boolean;
	readonly title: string;
}

/** Whether a build of this branch becomes a production deploy. */
export function isProductionBuild(site: NetlifySite, branch: string): boolean {
	return branch === '' || branch === site.build_settings?.repo_branch;
}

/** @throws OperationFailure for a site that cannot build. */
export function requireBuildable(site: NetlifySite): void {
	const name = site.name ?? site.id;
	if (!site.build_settings?.repo_path) {
		throw new OperationFailure(
			`Site ${name} has no linked repository, so Netlify cannot build it`,
			'Link a repository in the site\'s settings, or use Deploy Files',
		);
	}
	if (site.build_settings.stop_builds === true) {
		throw new OperationFailure(
			`Builds are stopped for site ${name}`,
			'Activate builds in the site\'s settings under Build & deploy, or use Deploy Files',
		);
	}
}

/** Starts one build of a branch's head. @returns the id of the deploy it makes. @throws EndUnknown when it is not clear whether one was made. */
export async function startBuild(
	client: PlatformClient,
	site: NetlifySite,
	request: BuildRequest,
): Promise<string> {
	const { title, mark } = markedTitle(request.title);
	return await makeDeployOnce(client, site, mark, async () => {
		const build = await client.object<NetlifyBuild>({
			method: 'POST',
			path: path`/sites/${site.id}/builds`,
			query: {
				...(request.branch && { branch: request.branch }),
				...(request.clearCache && { clear_cache: true }),
				title,
			},
			safeToRepeat: false,
		});
		if (build.deploy_id) return build.deploy_id;
		if (build.error) {
			throw new OperationFailure(
				`Netlify did not start a build of site ${siteName(site)}: ${build.error}`,
				'Correct what Netlify names, then run this again',
			);
		}
		return null;
	});
}
