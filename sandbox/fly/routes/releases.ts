import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { presentOrganization } from './graphql/accountFields';
import { jsonBody, pathParameter, readText } from '../json';
import { isoTime } from '../present/present';
import { addRelease, findRelease, presentRelease, updateRelease } from '../world/releases';
import { flyError, notFound } from '../errors';
import { organizationOf, organizations } from '../world/organizations';

const strategies = ['BLUEGREEN', 'CANARY', 'IMMEDIATE', 'ROLLING', 'ROLLING_ONE', 'SIMPLE'];

/** Releases and organizations as today's flyctl asks for them (superfly/flyctl, internal/uiex); GraphQL has the same. */
export function releaseRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.webRoute('POST', '/releases', createRelease),
		fly.webRoute('PATCH', '/releases/:id', patchRelease),
		fly.webRoute('GET', '/releases/all_current', listCurrentReleases),
		fly.webRoute('GET', '/apps/:appName/releases', listReleases),
		// flyctl reads a 404 as "no release yet".
		fly.webRoute('GET', '/apps/:appName/releases/current', getCurrentRelease),
		fly.webRoute('GET', '/organizations', listOrganizations),
		fly.webRoute('GET', '/organizations/:slug', getOrganization),
	];
}

function createRelease(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const appName = readText(body, 'app_name') ?? '';
	fly.requireCaller(request, appName);
	const app = fly.world.app(appName);
	const image = readText(body, 'image');
	if (!image) throw flyError(422, 'image is required');
	const strategy = readText(body, 'strategy') || 'ROLLING';
	if (!strategies.includes(strategy)) throw flyError(422, `strategy must be one of ${strategies.join(', ')}`);
	const release = addRelease(fly.world, app, { image, strategy, definition: body['definition'] ?? {} });
	return { status: 201, body: { release: presentRelease(release) } };
}

function patchRelease(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const found = findRelease(fly.world, pathParameter(request, 'id'));
	if (!found) throw notFound('release not found');
	fly.requireCaller(request, found.app.name);
	updateRelease(fly.world, found.release, { status: readText(body, 'status'), metadata: body['metadata'] });
	return { status: 200, body: presentRelease(found.release) };
}

function listCurrentReleases(fly: Fly, request: SandboxRequest): SandboxResponse {
	const { appName } = fly.requireCaller(request);
	const newest = [...fly.world.apps.values()].flatMap(({ name, releases }) => {
		const [current] = releases;
		const isTheirs = appName === undefined || appName === name;
		return current && isTheirs ? [[name, isoTime(current.createdAtMs)] as const] : [];
	});
	return { status: 200, body: Object.fromEntries(newest) };
}

function listReleases(fly: Fly, request: SandboxRequest): SandboxResponse {
	const { releases } = fly.world.app(pathParameter(request, 'appName'));
	const limit = Number(request.query.get('limit') ?? '25');
	if (!Number.isInteger(limit) || limit < 1) throw flyError(422, 'limit must be a positive number');
	return { status: 200, body: { releases: releases.slice(0, limit).map(presentRelease) } };
}

function getCurrentRelease(fly: Fly, request: SandboxRequest): SandboxResponse {
	const [current] = fly.world.app(pathParameter(request, 'appName')).releases;
	if (!current) throw notFound('release not found');
	return { status: 200, body: presentRelease(current) };
}

function listOrganizations(): SandboxResponse {
	return {
		status: 200,
		body: { organizations: organizations.map(presentOrganization) },
	};
}

function getOrganization(_fly: Fly, request: SandboxRequest): SandboxResponse {
	const organization = organizationOf(pathParameter(request, 'slug'));
	return { status: 200, body: { organization: presentOrganization(organization) } };
}
