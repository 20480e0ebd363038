import { SandboxHttpError, type SandboxRequest, type SandboxRoute } from '../kernel/platform';
import type { Variant } from './model';
import type { World } from './world';

/** What a test or the demo may do behind the API's back. */
export function controlRoutes(world: World): SandboxRoute[] {
	return [
		{
			// A colleague publishes with rover: { variant: 'candlefish@production', subgraph, sdl, revision?, url? }.
			method: 'POST',
			pattern: '/publications',
			handle: (request) => {
				const body = bodyOf(request);
				const { launch } = world.publish(variantIn(world, body), {
					name: textIn(body, 'subgraph'),
					url: typeof body['url'] === 'string' ? body['url'] : null,
					revision: typeof body['revision'] === 'string' ? body['revision'] : '',
					sdl: textIn(body, 'sdl'),
					hash: null,
					isSynchronous: false,
				});
				return { status: 201, body: { launchId: launch?.id ?? null } };
			},
		},
		{
			// The next launch of a variant fails although it composes: { variant, message? }.
			method: 'POST',
			pattern: '/failures',
			handle: (request) => {
				const body = bodyOf(request);
				const { graphId, name } = variantIn(world, body);
				const message = typeof body['message'] === 'string' ? body['message'] : 'Uplink could not take the supergraph';
				world.launcher.plan({ graphId, variant: name, message });
				return { status: 200, body: {} };
			},
		},
		{
			// Launches stand still until they are let go: { hold: true }.
			method: 'POST',
			pattern: '/launches/hold',
			handle: (request) => {
				world.launcher.hold(bodyOf(request)['hold'] === true);
				return { status: 200, body: {} };
			},
		},
	];
}

type Body = Readonly<Record<string, unknown>>;

function bodyOf(request: SandboxRequest): Body {
	const body = request.json();
	if (typeof body === 'object' && body !== null) return { ...body };
	throw new SandboxHttpError(400, { message: 'A JSON object is needed' });
}

function textIn(body: Body, key: string): string {
	const value = body[key];
	if (typeof value === 'string') return value;
	throw new SandboxHttpError(400, { message: `${key} must be text` });
}

function variantIn(world: World, body: Body): Variant {
	const reference = textIn(body, 'variant');
	const variant = world.variantOf(reference);
	if (variant) return variant;
	throw new SandboxHttpError(404, { message: `No variant ${reference}` });
}
