import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import { releaseByColleague } from '../colleagueRelease';
import { addFlyctlMachine, isFlyctlMachine } from '../console';
import type { Fly } from '../fly';
import { resolveInternal } from '../internalDns';
import { jsonBody, pathParameter, readFlag, readText, readTexts } from '../json';
import type { App } from '../model';
import { presentMachine } from '../present';

/** What other clients of Fly do, flyctl first of all, and what other machines see; mounted at `/_sandbox/fly`. */
export function flyctlControlRoutes(fly: Fly): SandboxRoute[] {
	const appOf = (request: SandboxRequest): App => fly.world.app(readText(jsonBody(request), 'app') ?? 'paintbox-api');
	return [
		// `{app?, kind?: 'console' | 'test', image?}`: a machine of flyctl's own, running.
		{
			method: 'POST',
			pattern: '/flyctl-machines',
			handle: (request) => {
				const body = jsonBody(request);
				const app = appOf(request);
				const kind = body['kind'] ?? 'console';
				if (!isFlyctlMachine(kind)) {
					throw new SandboxHttpError(422, { message: `"${String(kind)}" is no kind of machine that flyctl makes` });
				}
				const image = readText(body, 'image') ?? app.releases[0]?.image ?? '';
				const machine = addFlyctlMachine(fly.world, fly.lifecycle, app, kind, image);
				return { status: 201, body: presentMachine(fly.world, machine) };
			},
		},
		// `{app?, image?, secrets?}`: a release by somebody else; without an image, of what runs.
		{
			method: 'POST',
			pattern: '/releases',
			handle: (request) => {
				const body = jsonBody(request);
				const { id, version, image, status } = releaseByColleague(fly.world, fly.lifecycle, appOf(request), {
					image: readText(body, 'image'),
					secrets: readTexts(body, 'secrets'),
				});
				return { status: 201, body: { id, version, image, status } };
			},
		},
		{
			method: 'POST',
			pattern: '/compat-checks',
			handle: (request) => {
				const everywhere = readFlag(jsonBody(request), 'everywhere') ?? true;
				fly.world.compatChecksEverywhere = everywhere;
				return { status: 200, body: { everywhere } };
			},
		},
		// What a machine of the organization is answered by Fly's private DNS: `/dns/paintbox-api.internal`.
		{
			method: 'GET',
			pattern: '/dns/:name',
			handle: (request) => {
				const name = pathParameter(request, 'name');
				return { status: 200, body: { name, addresses: resolveInternal(fly.world, name) } };
			},
		},
	];
}
