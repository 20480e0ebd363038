import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { removeApp } from '../world/apps';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readText } from '../json';
import { presentApp } from '../present/present';
import { badRequest } from '../errors';
import { createToken } from '../world/tokens';
import { ORGANIZATION, organizationOf, type Organization } from '../world/organizations';
import { USER } from '../world/world';

/** Apps, and what a client asks before it works on one. */
export function appRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', '/apps', 'list apps', listApps),
		fly.apiRoute('POST', '/apps', 'create app', createApp),
		fly.apiRoute('GET', '/apps/:appName', 'get app', getApp),
		fly.apiRoute('DELETE', '/apps/:appName', 'delete app', deleteApp),
		fly.apiRoute('POST', '/apps/:appName/deploy_token', 'create deploy token', createDeployToken),
		fly.apiRoute('GET', '/tokens/current', 'get token', getToken),
	];
}

function requireOrganization(slug: string | null | undefined): Organization {
	if (!slug) throw badRequest('missing org_slug');
	return organizationOf(slug);
}

function listApps(fly: Fly, request: SandboxRequest): SandboxResponse {
	const organization = requireOrganization(request.query.get('org_slug'));
	const { appName } = fly.requireCaller(request);
	const apps = [...fly.world.apps.values()]
		.filter((app) => app.organization === organization && (appName === undefined || app.name === appName))
		.map((app) => presentApp(fly.world, app));
	return { status: 200, body: { total_apps: apps.length, apps } };
}

function createApp(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	// The vendor's client sends `app_name`, its contract `name`.
	const name = readText(body, 'name') ?? readText(body, 'app_name');
	if (name === undefined) throw badRequest('missing app name');
	// An app's token makes no other app.
	fly.requireCaller(request, name);
	const organization = requireOrganization(readText(body, 'org_slug'));
	fly.requireOrganization(request, organization);
	const app = fly.world.addApp(name, { network: readText(body, 'network') || undefined, organization });
	return { status: 201, body: { id: app.id, created_at: app.createdAtMs } };
}

function getApp(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	return { status: 200, body: presentApp(fly.world, app) };
}

function deleteApp(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	removeApp(fly.world, fly.lifecycle, app);
	return { status: 202 };
}

function createDeployToken(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	const expiry = readText(jsonBody(request), 'expiry');
	const token = createToken(fly.world, { name: 'Deploy token', app, expiry });
	return { status: 200, body: { token: `FlyV1 ${token.secret}` } };
}

function getToken(fly: Fly, request: SandboxRequest): SandboxResponse {
	const { id, appName, organization = ORGANIZATION } = fly.requireCaller(request);
	const token = {
		token_id: id ?? '9af60c27-ee17-55df-bb0a-4f369e59839a',
		org_slug: organization.slug,
		organization: organization.id,
		// An app's token is nobody's.
		...(appName === undefined && { user: USER.email }),
		apps: appName === undefined ? [] : [appName],
	};
	return { status: 200, body: { tokens: [token] } };
}
