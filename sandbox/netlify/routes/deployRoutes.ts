import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { paginate } from '../http/pagination';
import { isZip, jsonBody, pathParameter, readFlag, readText } from '../http/requestBody';
import { requestedDeploy, requestedSite } from '../http/requested';
import type { Deploy, Site } from '../model';
import { presentDeploy } from '../present/deploy';
import { presentFile } from '../present/file';

export function deployRoutes(context: NetlifyContext): SandboxRoute[] {
	return apiRoutes(context, [
		['GET', '/sites/:siteId/deploys', listDeploys],
		['POST', '/sites/:siteId/deploys', createDeploy],
		['GET', '/sites/:siteId/deploys/:deployId', getDeploy],
		['GET', '/deploys/:deployId', getDeploy],
		['PUT', '/sites/:siteId/deploys/:deployId', receiveContent],
		['DELETE', '/sites/:siteId/deploys/:deployId', deleteDeploy],
		['DELETE', '/deploys/:deployId', deleteDeploy],
		['PUT', '/deploys/:deployId/files/*rest', receiveFile],
		['PUT', '/deploys/:deployId/functions/:name', receiveFunction],
		['POST', '/sites/:siteId/deploys/:deployId/restore', restoreDeploy],
		['PUT', '/sites/:siteId/rollback', rollBackSite],
		['POST', '/deploys/:deployId/cancel', cancelDeploy],
		['POST', '/deploys/:deployId/lock', changeLock(true)],
		['POST', '/deploys/:deployId/unlock', changeLock(false)],
	]);
}

function answer({ world }: NetlifyContext, status: number, deploy: Deploy): SandboxResponse {
	return { status, body: presentDeploy(world, deploy) };
}

const listDeploys: NetlifyHandler = (context, request) => {
	const deploys = filterDeploys(context, requestedSite(context, request), request.query);
	return paginate(request, deploys, (deploy) => presentDeploy(context.world, deploy));
};

const createDeploy: NetlifyHandler = (context, request) => {
	const site = requestedSite(context, request);
	context.limits.countDeploy();
	return answer(context, 200, addDeploy(context, site, request));
};

const getDeploy: NetlifyHandler = (context, request) => answer(context, 200, requestedDeploy(context, request));

const receiveContent: NetlifyHandler = (context, request) => {
	const deploy = requestedDeploy(context, request);
	deploy.commitRef = request.query.get('commit_ref') ?? deploy.commitRef;
	if (isZip(request)) {
		context.uploads.receiveZip(deploy, request.body);
	} else {
		const body = jsonBody(request);
		context.uploads.declare(deploy, body);
		applyDraft(deploy, readFlag(body, 'draft'));
		deploy.title = readText(body, 'title') ?? deploy.title;
	}
	return answer(context, 200, deploy);
};

const deleteDeploy: NetlifyHandler = (context, request) => {
	context.lifecycle.remove(requestedDeploy(context, request));
	return { status: 204 };
};

const receiveFile: NetlifyHandler = (context, request) => {
	const deploy = requestedDeploy(context, request);
	const path = context.uploads.receiveFile(deploy, pathParameter(request, 'rest'), request.body);
	return { status: 200, body: presentFile(deploy, path) };
};

const receiveFunction: NetlifyHandler = (context, request) => {
	const deploy = requestedDeploy(context, request);
	const name = pathParameter(request, 'name');
	const sha = context.uploads.receiveFunction(deploy, name, request.body);
	return { status: 200, body: { id: sha, name, sha, region: 'us-east-2' } };
};

const restoreDeploy: NetlifyHandler = (context, request) => {
	const deploy = requestedDeploy(context, request);
	context.lifecycle.restore(requestedSite(context, request), deploy);
	return answer(context, 201, deploy);
};

const rollBackSite: NetlifyHandler = (context, request) => {
	context.lifecycle.rollBack(requestedSite(context, request));
	return { status: 204 };
};

const cancelDeploy: NetlifyHandler = (context, request) => {
	const deploy = requestedDeploy(context, request);
	context.lifecycle.cancel(deploy);
	return answer(context, 201, deploy);
};

function changeLock(locked: boolean): NetlifyHandler {
	return (context, request) => {
		const deploy = requestedDeploy(context, request);
		context.lifecycle.setLocked(deploy, locked);
		return answer(context, 200, deploy);
	};
}

/** A deploy that turns out malformed leaves nothing behind. */
function addDeploy({ world, uploads, lifecycle }: NetlifyContext, site: Site, request: SandboxRequest): Deploy {
	const { query } = request;
	const body = isZip(request) ? {} : jsonBody(request);
	const deploy = world.addDeploy(site, {
		branch: readText(body, 'branch') ?? query.get('branch') ?? undefined,
		draft: readFlag(body, 'draft') ?? query.get('draft') === 'true',
		title: readText(body, 'title') ?? query.get('title') ?? readText(body, 'message') ?? undefined,
		commitRef: readText(body, 'commit_ref') ?? query.get('commit_ref') ?? undefined,
		framework: readText(body, 'framework'),
	});
	try {
		if (isZip(request)) uploads.receiveZip(deploy, request.body);
		else if ('files' in body || 'functions' in body) uploads.declare(deploy, body);
		else lifecycle.moveTo(deploy, 'new');
	} catch (error) {
		world.deploys.delete(deploy.id);
		throw error;
	}
	return deploy;
}

/** A deploy made as a production one can still be turned into a draft, never the other way round. */
function applyDraft(deploy: Deploy, draft: boolean | undefined): void {
	if (draft !== true) return;
	deploy.draft = true;
	if (deploy.context === 'production') deploy.context = 'deploy-preview';
}

function filterDeploys({ world }: NetlifyContext, site: Site, query: URLSearchParams): Deploy[] {
	const state = query.get('state');
	const branch = query.get('branch');
	let deploys = world.deploysOf(site);
	if (state) deploys = deploys.filter((deploy) => deploy.state === state);
	if (branch) deploys = deploys.filter((deploy) => deploy.branch === branch);
	if (query.get('production') === 'true') {
		deploys = deploys.filter((deploy) => deploy.context === 'production');
	}
	const previews = query.get('deploy-previews');
	if (previews === 'true' || previews === 'false') {
		deploys = deploys.filter((deploy) => (deploy.context === 'deploy-preview') === (previews === 'true'));
	}
	if (query.get('latest-published') === 'true') {
		deploys = deploys.filter((deploy) => deploy.id === site.publishedDeployId);
	}
	return deploys;
}
