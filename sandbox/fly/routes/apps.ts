import type { SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readText } from '../json';
import { presentApp } from '../present';
import { badRequest, notFound } from '../respond';
import { ORGANIZATION, USER } from '../world';

const regions = [
	{ code: 'ams', name: 'Amsterdam, Netherlands', latitude: 52.37, longitude: 4.9 },
	{ code: 'fra', name: 'Frankfurt, Germany', latitude: 50.11, longitude: 8.68 },
	{ code: 'iad', name: 'Ashburn, Virginia (US)', latitude: 39.02, longitude: -77.46 },
	{ code: 'ord', name: 'Chicago, Illinois (US)', latitude: 41.89, longitude: -87.63 },
	{ code: 'sjc', name: 'San Jose, California (US)', latitude: 37.35, longitude: -121.96 },
];

/** Apps, and what a client asks before it works on one. */
export function appRoutes(fly: Fly): SandboxRoute[] {
	const requireOrganization = (slug: string | null | undefined): void => {
		if (!slug) throw badRequest('missing org_slug');
		if (slug !== ORGANIZATION.slug) throw notFound('organization not found');
	};
	return [
		fly.apiRoute('GET', '/apps', 'list apps', ({ query }) => {
			requireOrganization(query.get('org_slug'));
			const apps = [...fly.world.apps.values()].map((app) => presentApp(fly.world, app));
			return { status: 200, body: { total_apps: apps.length, apps } };
		}),
		fly.apiRoute('POST', '/apps', 'create app', (request) => {
			const body = jsonBody(request);
			// The vendor's client sends `app_name`, its contract `name`.
			const name = readText(body, 'name') ?? readText(body, 'app_name');
			if (name === undefined) throw badRequest('missing app name');
			requireOrganization(readText(body, 'org_slug'));
			const app = fly.world.addApp(name, readText(body, 'network') || undefined);
			return { status: 201, body: { id: app.id, created_at: app.createdAtMs } };
		}),
		fly.apiRoute('GET', '/apps/:appName', 'get app', (request) => {
			const app = fly.world.app(pathParameter(request, 'appName'));
			return { status: 200, body: presentApp(fly.world, app) };
		}),
		fly.apiRoute('DELETE', '/apps/:appName', 'delete app', (request) => {
			const app = fly.world.app(pathParameter(request, 'appName'));
			for (const machine of fly.world.machinesOf(app)) {
				fly.lifecycle.freeze(machine);
				fly.world.machines.delete(machine.id);
			}
			fly.world.apps.delete(app.name);
			return { status: 202 };
		}),
		fly.apiRoute('GET', '/apps/:appName/volumes', 'list volumes', (request) => {
			fly.world.app(pathParameter(request, 'appName'));
			return { status: 200, body: [] };
		}),
		fly.apiRoute('GET', '/platform/regions', 'list regions', () => ({
			status: 200,
			body: {
				nearest: 'ord',
				regions: regions.map((region) => ({
					...region,
					deprecated: false,
					gateway_available: true,
					requires_paid_plan: false,
				})),
			},
		})),
		fly.apiRoute('GET', '/tokens/current', 'get token', () => ({
			status: 200,
			body: {
				tokens: [
					{
						token_id: '9af60c27-ee17-55df-bb0a-4f369e59839a',
						org_slug: ORGANIZATION.slug,
						organization: ORGANIZATION.id,
						user: USER.email,
						apps: [],
					},
				],
			},
		})),
	];
}
