import type { SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { presentOrganization } from '../graphql/accountFields';
import { jsonBody, pathParameter, readText } from '../json';
import { isoTime } from '../present';
import { addRelease, findRelease, presentRelease, updateRelease } from '../releases';
import { flyError, notFound } from '../respond';
import { ORGANIZATION } from '../world';

const strategies = ['BLUEGREEN', 'CANARY', 'IMMEDIATE', 'ROLLING', 'ROLLING_ONE', 'SIMPLE'];

/** Releases and organizations as today's flyctl asks for them (superfly/flyctl, internal/uiex); GraphQL has the same. */
export function releaseRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.webRoute('POST', '/releases', (request) => {
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
		}),
		fly.webRoute('PATCH', '/releases/:id', (request) => {
			const body = jsonBody(request);
			const found = findRelease(fly.world, pathParameter(request, 'id'));
			if (!found) throw notFound('release not found');
			fly.requireCaller(request, found.app.name);
			updateRelease(fly.world, found.release, { status: readText(body, 'status'), metadata: body['metadata'] });
			return { status: 200, body: presentRelease(found.release) };
		}),
		fly.webRoute('GET', '/releases/all_current', (request) => {
			const { appName } = fly.requireCaller(request);
			const newest = [...fly.world.apps.values()].flatMap(({ name, releases }) => {
				const [current] = releases;
				const isTheirs = appName === undefined || appName === name;
				return current && isTheirs ? [[name, isoTime(current.createdAtMs)] as const] : [];
			});
			return { status: 200, body: Object.fromEntries(newest) };
		}),
		fly.webRoute('GET', '/apps/:appName/releases', (request) => {
			const { releases } = fly.world.app(pathParameter(request, 'appName'));
			const limit = Number(request.query.get('limit') ?? '25');
			if (!Number.isInteger(limit) || limit < 1) throw flyError(422, 'limit must be a positive number');
			return { status: 200, body: { releases: releases.slice(0, limit).map(presentRelease) } };
		}),
		// flyctl reads a 404 as "no release yet".
		fly.webRoute('GET', '/apps/:appName/releases/current', (request) => {
			const [current] = fly.world.app(pathParameter(request, 'appName')).releases;
			if (!current) throw notFound('release not found');
			return { status: 200, body: presentRelease(current) };
		}),
		fly.webRoute('GET', '/organizations', () => ({
			status: 200,
			body: { organizations: [presentOrganization()] },
		})),
		fly.webRoute('GET', '/organizations/:slug', (request) => {
			if (pathParameter(request, 'slug') !== ORGANIZATION.slug) throw notFound('organization not found');
			return { status: 200, body: { organization: presentOrganization() } };
		}),
	];
}
