import { readPagePart } from '../kernel/page';
import {
	type SandboxHandler,
	SandboxHttpError,
	type SandboxPlatform,
	type SandboxRoute,
	type SandboxServices,
} from '../kernel/platform';
import { controlRoutes } from './control';
import { alertRoutes } from './routes/alertRoutes';
import { annotationRoutes } from './routes/annotationRoutes';
import { dashboardRoutes } from './routes/dashboardRoutes';
import { otlpRoutes } from './routes/otlpRoutes';
import { queryRoutes } from './routes/queryRoutes';
import { GRAFANA_TOKEN, OTLP_INSTANCE, OTLP_TOKEN } from './seed';
import { World } from './world';

export { GRAFANA_TOKEN, OTLP_INSTANCE, OTLP_TOKEN, PROMETHEUS_UID } from './seed';

/** A Grafana Cloud stack at `/grafana`, and its OTLP gateway at `/grafana/otlp`. */
export function createGrafanaPlatform(services: SandboxServices): SandboxPlatform {
	const world = new World(services);
	const ofStack = [...annotationRoutes(world), ...alertRoutes(world), ...dashboardRoutes(world), ...queryRoutes(world)];
	return {
		name: 'grafana',
		secrets: [GRAFANA_TOKEN, OTLP_TOKEN],
		page: readPagePart(__dirname),
		routes: [
			...ofStack.map((route) => guarded(route, assertToken)),
			...otlpRoutes(world).map((route) => guarded(route, assertOtlp)),
		],
		controlRoutes: controlRoutes(world),
		notFound: () => ({ status: 404, body: { message: 'Not found' } }),
		state: () => world.state(),
		reset: () => world.reset(),
	};
}

function guarded(route: SandboxRoute, assert: (authorization: string | undefined) => void): SandboxRoute {
	const handle: SandboxHandler = (request) => {
		assert(request.headers.authorization);
		return route.handle(request);
	};
	return { ...route, handle };
}

function assertToken(authorization: string | undefined): void {
	if (authorization === `Bearer ${GRAFANA_TOKEN}`) return;
	throw new SandboxHttpError(401, {
		message: 'Invalid API key',
		messageId: 'api-key.invalid',
		statusCode: 401,
		traceID: '',
	});
}

/** The instance's id and an access policy's token, as user and password. */
function assertOtlp(authorization: string | undefined): void {
	if (authorization === `Basic ${Buffer.from(`${OTLP_INSTANCE}:${OTLP_TOKEN}`).toString('base64')}`) return;
	throw new SandboxHttpError(401, { status: 'error', error: 'authentication error: invalid token' });
}
