import type { ServiceName } from '../../../tools/deliver/scenario';
import { gatewaySchema } from '../../../sandbox/kernel/gatewaySchema';
import type { WorldPush } from '../../workflows/releaseWorld';

/** A service of the example catalog, as it is released. */
export interface ReleasedService {
	readonly service: string;
	readonly platform: string;
	readonly target: string;
	readonly path: string;
	/** Something new of it, and something new that is bad where it runs. */
	good(mark: number): WorldPush;
	bad(mark: number): WorldPush;
}

const visited = (service: ServiceName, platform: string, target: string, path: string): ReleasedService => ({
	service,
	platform,
	target,
	path,
	good: () => ({ touches: [service] }),
	bad: () => ({ touches: [service], unhealthy: [path.slice(1)] }),
});

const unvisited = (
	service: string,
	platform: string,
	target: string,
	file: string,
	text: (mark: number) => string,
	bad: Partial<WorldPush>,
): ReleasedService => ({
	service,
	platform,
	target,
	path: '',
	good: (mark) => ({ touches: [], files: { [file]: text(mark) } }),
	bad: (mark) => ({ touches: [], files: { [file]: text(mark) }, ...bad }),
});

const services: readonly ReleasedService[] = [
	visited('paintbox-frontend', 'netlify', 'paintbox', '/sites/paintbox'),
	visited('paintbox-api', 'fly', 'paintbox-api', '/apps/paintbox-api'),
	visited('gateway', 'ecs', 'candlefish/gateway', '/ecs/candlefish/gateway'),
	unvisited(
		'gateway-schema',
		'graphos',
		'candlefish@production/gateway',
		'services/gateway/schema.graphql',
		(mark) => `${gatewaySchema}\n# ${mark}\n`,
		{ files: { 'services/gateway/schema.graphql': gatewaySchema.replace('name: String!', 'name: Strin!') } },
	),
	unvisited(
		'paintbox-workers',
		'temporal',
		'default/paintbox',
		'services/paintbox-workers/server.js',
		(mark) => `// ${mark}\n`,
		{ unhealthy: ['temporal/default/paintbox'] },
	),
];

/** Raises when there is none of that name. */
export function releasedServices(name: string): ReleasedService {
	const found = services.find(({ service }) => service === name);
	if (!found) throw new Error(`There is no service ${name}`);
	return found;
}
