import type { SandboxRoute } from '../../kernel/platform';
import { type DeployLifecycle, NO_CONTENT_CHANGE } from '../lifecycle/deployLifecycle';
import type { Deploy } from '../model';
import { isDeployState } from '../model';
import type { NetlifyContext } from '../context';
import type { NetlifyHandler } from '../http/apiRoutes';
import { jsonBody, pathParameter } from '../http/requestBody';
import { requestedSite } from '../http/requested';
import { presentDeploy } from '../present/deploy';
import { readRepositoryLink } from '../world/repositoryLink';
import { unprocessable } from '../http/errors';
import { readFlag, readText } from '../http/requestBody';
import { presentSite } from '../present/site';

/** What a test or the demo may do behind the API's back, mounted at `/_sandbox/netlify`. */
export function controlRoutes(context: NetlifyContext): SandboxRoute[] {
	return [
		{ method: 'POST', pattern: '/limits', handle: (request) => switchLimits(context, request) },
		{ method: 'POST', pattern: '/deploys/:deployId/state', handle: (request) => forceDeploy(context, request) },
		{ method: 'POST', pattern: '/sites', handle: (request) => addSite(context, request) },
		{ method: 'POST', pattern: '/sites/:siteId/branch-deploys', handle: (request) => switchBranches(context, request) },
		{ method: 'POST', pattern: '/sites/:siteId/certificate', handle: (request) => setCertificate(context, request) },
	];
}

const switchLimits: NetlifyHandler = ({ limits }, request) => {
	const enabled = readFlag(jsonBody(request), 'enabled');
	if (enabled === undefined) throw unprocessable('"enabled" must be true or false');
	limits.enabled = enabled;
	return { status: 200, body: { enabled } };
};

const forceDeploy: NetlifyHandler = ({ world, lifecycle }, request) => {
	const deploy = world.deploy(pathParameter(request, 'deployId'));
	const body = jsonBody(request);
	forceState(lifecycle, deploy, readText(body, 'state'), readText(body, 'error_message'));
	return { status: 200, body: presentDeploy(world, deploy) };
};

const addSite: NetlifyHandler = ({ world }, request) => {
	const body = jsonBody(request);
	const path = readText(body, 'repository');
	const link = { repo_path: path, repo_branch: readText(body, 'branch'), dir: readText(body, 'dir') };
	const site = world.addSite({
		name: readText(body, 'name'),
		customDomain: readText(body, 'custom_domain'),
		repository: path === undefined ? undefined : readRepositoryLink(link),
	});
	return { status: 201, body: presentSite(world, site) };
};

/** `{days}`: in so many days its certificate ends; it ended already with a number below 0. */
const setCertificate: NetlifyHandler = (context, request) => {
	const { days } = jsonBody(request);
	if (typeof days !== 'number') throw unprocessable('"days" must be a number');
	const site = requestedSite(context, request);
	site.certificateEndsAtMs = context.world.now() + days * 86_400_000;
	return { status: 200, body: { days } };
};

/** A guess at what Netlify does with a build of a branch that it is not to deploy: the docs do not say. */
const switchBranches: NetlifyHandler = (context, request) => {
	const enabled = readFlag(jsonBody(request), 'enabled');
	if (enabled === undefined) throw unprocessable('"enabled" must be true or false');
	requestedSite(context, request).branchDeploys = enabled;
	return { status: 200, body: { enabled } };
};

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
		throw unprocessable(`"${state}" is not a state of a deploy`);
	}
}
