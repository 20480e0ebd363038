import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readFlag, readText, readTexts } from '../json';
import type { App } from '../model';
import { presentMachine } from '../present/present';
import { resolveInternal } from '../world/internalDns';
import { releaseByColleague } from './colleagueRelease';
import { addFlyctlMachine, isFlyctlMachine } from './console';
import { unprocessable } from './words';

/** What other clients of Fly do, flyctl first of all, and what other machines see; mounted at `/_sandbox/fly`. */
export function flyctlControlRoutes(fly: Fly): SandboxRoute[] {
	return [
		{ method: 'POST', pattern: '/flyctl-machines', handle: (request) => runFlyctlMachine(fly, request) },
		{ method: 'POST', pattern: '/releases', handle: (request) => releaseForColleague(fly, request) },
		{ method: 'POST', pattern: '/compat-checks', handle: (request) => repeatChecks(fly, request) },
		{ method: 'GET', pattern: '/dns/:name', handle: (request) => askDns(fly, request) },
	];
}

function appOf(fly: Fly, request: SandboxRequest): App {
	return fly.world.app(readText(jsonBody(request), 'app') ?? 'paintbox-api');
}

/** `{app?, kind?: 'console' | 'test', image?}`: a machine of flyctl's own, running. */
function runFlyctlMachine(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const app = appOf(fly, request);
	const kind = body['kind'] ?? 'console';
	if (!isFlyctlMachine(kind)) throw unprocessable(`flyctl makes no machine of kind "${String(kind)}"`);
	const image = readText(body, 'image') ?? app.releases[0]?.image ?? '';
	const machine = addFlyctlMachine(fly.world, fly.lifecycle, app, kind, image);
	return { status: 201, body: presentMachine(fly.world, machine) };
}

/** `{app?, image?, secrets?}`: a release by somebody else; without an image, of what runs. */
function releaseForColleague(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const { id, version, image, status } = releaseByColleague(fly.world, fly.lifecycle, appOf(fly, request), {
		image: readText(body, 'image'),
		secrets: readTexts(body, 'secrets'),
	});
	return { status: 201, body: { id, version, image, status } };
}

function repeatChecks(fly: Fly, request: SandboxRequest): SandboxResponse {
	const everywhere = readFlag(jsonBody(request), 'everywhere') ?? true;
	fly.world.compatChecksEverywhere = everywhere;
	return { status: 200, body: { everywhere } };
}

/** What Fly's private DNS answers a machine of the organization: `/dns/paintbox-api.internal`. */
function askDns(fly: Fly, request: SandboxRequest): SandboxResponse {
	const name = pathParameter(request, 'name');
	return { status: 200, body: { name, addresses: resolveInternal(fly.world, name) } };
}
