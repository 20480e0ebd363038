import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { Deploy, Site } from '../model';
import type { Netlify } from '../context';
import { paginate } from '../http/pagination';
import { isZip, jsonBody, pathParameter } from '../http/requestBody';
import { presentDeploy, presentFile } from '../present/deploy';
import { readFlag, readText } from '../http/errors';

export function deployRoutes(netlify: Netlify): SandboxRoute[] {
	const siteOf = (request: SandboxRequest): Site =>
		netlify.world.site(pathParameter(request, 'siteId'));
	const deployOf = (request: SandboxRequest): Deploy =>
		netlify.world.deploy(pathParameter(request, 'deployId'), request.params['siteId']);
	const answer = (status: number, deploy: Deploy) => ({
		status,
		body: presentDeploy(netlify.world, deploy),
	});
	const get: SandboxHandler = (request) => answer(200, deployOf(request));
	const remove: SandboxHandler = (request) => {
		netlify.lifecycle.remove(deployOf(request));
		return { status: 204 };
	};
	const changeLock =
		(locked: boolean): SandboxHandler =>
		(request) => {
			const deploy = deployOf(request);
			netlify.lifecycle.setLocked(deploy, locked);
			return answer(200, deploy);
		};
	return [
		netlify.apiRoute('GET', '/sites/:siteId/deploys', (request) => {
			const deploys = filterDeploys(netlify, siteOf(request), request.query);
			return paginate(request, deploys, (deploy) => presentDeploy(netlify.world, deploy));
		}),
		netlify.apiRoute('POST', '/sites/:siteId/deploys', (request) => {
			const site = siteOf(request);
			netlify.limits.countDeploy();
			return answer(200, createDeploy(netlify, site, request));
		}),
		netlify.apiRoute('GET', '/sites/:siteId/deploys/:deployId', get),
		netlify.apiRoute('GET', '/deploys/:deployId', get),
		netlify.apiRoute('PUT', '/sites/:siteId/deploys/:deployId', (request) => {
			const deploy = deployOf(request);
			deploy.commitRef = request.query.get('commit_ref') ?? deploy.commitRef;
			if (isZip(request)) {
				netlify.uploads.receiveZip(deploy, request.body);
			} else {
				const body = jsonBody(request);
				netlify.uploads.declare(deploy, body);
				applyDraft(deploy, readFlag(body, 'draft'));
				deploy.title = readText(body, 'title') ?? deploy.title;
			}
			return answer(200, deploy);
		}),
		netlify.apiRoute('DELETE', '/sites/:siteId/deploys/:deployId', remove),
		netlify.apiRoute('DELETE', '/deploys/:deployId', remove),
		netlify.apiRoute('PUT', '/deploys/:deployId/files/*rest', (request) => {
			const deploy = deployOf(request);
			const path = netlify.uploads.receiveFile(
				deploy,
				pathParameter(request, 'rest'),
				request.body,
			);
			return { status: 200, body: presentFile(deploy, path) };
		}),
		netlify.apiRoute('PUT', '/deploys/:deployId/functions/:name', (request) => {
			const deploy = deployOf(request);
			const name = pathParameter(request, 'name');
			const sha = netlify.uploads.receiveFunction(deploy, name, request.body);
			return { status: 200, body: { id: sha, name, sha, region: 'us-east-2' } };
		}),
		netlify.apiRoute('POST', '/sites/:siteId/deploys/:deployId/restore', (request) => {
			const deploy = deployOf(request);
			netlify.lifecycle.restore(siteOf(request), deploy);
			return answer(201, deploy);
		}),
		netlify.apiRoute('PUT', '/sites/:siteId/rollback', (request) => {
			netlify.lifecycle.rollBack(siteOf(request));
			return { status: 204 };
		}),
		netlify.apiRoute('POST', '/deploys/:deployId/cancel', (request) => {
			const deploy = deployOf(request);
			netlify.lifecycle.cancel(deploy);
			return answer(201, deploy);
		}),
		netlify.apiRoute('POST', '/deploys/:deployId/lock', changeLock(true)),
		netlify.apiRoute('POST', '/deploys/:deployId/unlock', changeLock(false)),
	];
}

/** A deploy that turns out malformed leaves nothing behind. */
function createDeploy(netlify: Netlify, site: Site, request: SandboxRequest): Deploy {
	const { query } = request;
	const body = isZip(request) ? {} : jsonBody(request);
	const deploy = netlify.world.addDeploy(site, {
		branch: readText(body, 'branch') ?? query.get('branch') ?? undefined,
		draft: readFlag(body, 'draft') ?? query.get('draft') === 'true',
		title:
			readText(body, 'title') ??
			query.get('title') ??
			readText(body, 'message') ??
			undefined,
		commitRef: readText(body, 'commit_ref') ?? query.get('commit_ref') ?? undefined,
		framework: readText(body, 'framework'),
	});
	try {
		if (isZip(request)) netlify.uploads.receiveZip(deploy, request.body);
		else if ('files' in body || 'functions' in body) netlify.uploads.declare(deploy, body);
		else netlify.lifecycle.moveTo(deploy, 'new');
	} catch (error) {
		netlify.world.deploys.delete(deploy.id);
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

function filterDeploys(netlify: Netlify, site: Site, query: URLSearchParams): Deploy[] {
	const state = query.get('state');
	const branch = query.get('branch');
	let deploys = netlify.world.deploysOf(site);
	if (state) deploys = deploys.filter((deploy) => deploy.state === state);
	if (branch) deploys = deploys.filter((deploy) => deploy.branch === branch);
	if (query.get('production') === 'true') {
		deploys = deploys.filter((deploy) => deploy.context === 'production');
	}
	const previews = query.get('deploy-previews');
	if (previews === 'true' || previews === 'false') {
		deploys = deploys.filter(
			(deploy) => (deploy.context === 'deploy-preview') === (previews === 'true'),
		);
	}
	if (query.get('latest-published') === 'true') {
		deploys = deploys.filter((deploy) => deploy.id === site.publishedDeployId);
	}
	return deploys;
}
