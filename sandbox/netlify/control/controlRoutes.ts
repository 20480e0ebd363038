import type { SandboxRoute } from '../../kernel/platform';
import { type DeployLifecycle, NO_CONTENT_CHANGE } from '../lifecycle/deployLifecycle';
import type { Deploy } from '../model';
import { isDeployState } from '../model';
import type { Netlify } from '../context';
import { jsonBody, pathParameter } from '../http/requestBody';
import { presentDeploy, presentSite } from '../present/deploy';
import { readRepositoryLink } from '../world/repositoryLink';
import { readFlag, readText, unprocessable } from '../http/errors';

/** What a test or the demo may do behind the API's back, mounted at `/_sandbox/netlify`. */
export function controlRoutes(netlify: Netlify): SandboxRoute[] {
	return [
		{
			method: 'POST',
			pattern: '/limits',
			handle: (request) => {
				const enabled = readFlag(jsonBody(request), 'enabled');
				if (enabled === undefined) throw unprocessable('"enabled" must be true or false');
				netlify.limits.enabled = enabled;
				return { status: 200, body: { enabled } };
			},
		},
		{
			method: 'POST',
			pattern: '/deploys/:deployId/state',
			handle: (request) => {
				const deploy = netlify.world.deploy(pathParameter(request, 'deployId'));
				const body = jsonBody(request);
				forceState(
					netlify.lifecycle,
					deploy,
					readText(body, 'state'),
					readText(body, 'error_message'),
				);
				return { status: 200, body: presentDeploy(netlify.world, deploy) };
			},
		},
		{
			method: 'POST',
			pattern: '/sites',
			handle: (request) => {
				const body = jsonBody(request);
				const repository = readText(body, 'repository');
				const site = netlify.world.addSite({
					name: readText(body, 'name'),
					customDomain: readText(body, 'custom_domain'),
					repository:
						repository === undefined
							? undefined
							: readRepositoryLink({
									repo_path: repository,
									repo_branch: readText(body, 'branch'),
									dir: readText(body, 'dir'),
								}),
				});
				return { status: 201, body: presentSite(netlify.world, site) };
			},
		},
	];
}

/**
 * `stuck`: stays in its state for good. `canceled`: as if a colleague had pressed Cancel.
 * `skipped`: an ignored build. `error`, `ready`: ends that way, with what follows from it.
 * Any other state of the API is set as it is, and stays.
 */
function forceState(
	lifecycle: DeployLifecycle,
	deploy: Deploy,
	state: string | undefined,
	message: string | undefined,
): void {
	lifecycle.freeze(deploy);
	if (state === 'stuck') return;
	if (state === 'canceled' || state === 'cancelled') {
		lifecycle.fail(deploy, message ?? 'Canceled build');
	} else if (state === 'skipped') {
		lifecycle.fail(deploy, message ?? NO_CONTENT_CHANGE, {
			skipped: true,
		});
	} else if (state === 'error') {
		lifecycle.fail(deploy, message ?? 'Deploy failed due to a Netlify internal error');
	} else if (state === 'ready') {
		lifecycle.finish(deploy);
	} else if (isDeployState(state)) {
		lifecycle.moveTo(deploy, state);
		if (state === 'pending_review') lifecycle.emit('deploy_request_pending', deploy);
		if (state === 'accepted') lifecycle.emit('deploy_request_accepted', deploy);
		if (state === 'rejected') lifecycle.emit('deploy_request_rejected', deploy);
	} else {
		throw unprocessable(`"${state}" is no state of a deploy`);
	}
}
