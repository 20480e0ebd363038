import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly, FlyHandler } from '../fly';
import { jsonBody, readFlag, readText, readTexts } from '../json';
import type { Behaviour } from '../lifecycle/behaviour';
import { behaviours, isBehaviour } from '../lifecycle/behaviour';
import { addCertificate } from '../world/certificates';
import { addApp } from './addApp';
import { machineControlRoutes } from './machineControl';
import { unprocessable } from './words';

/** What a test or the demo may do behind the API's back, mounted at `/_sandbox/fly`. */
export function controlRoutes(fly: Fly): SandboxRoute[] {
	const post = (pattern: string, handle: FlyHandler): SandboxRoute => ({
		method: 'POST',
		pattern,
		handle: (request) => handle(fly, request),
	});
	return [
		...machineControlRoutes(fly),
		post('/images', pushImage),
		post('/apps', addApp),
		post('/certificates', issueCertificate),
		post('/capacity', setCapacity),
		post('/limits', setLimits),
		post('/waits', setWaits),
		{ method: 'GET', pattern: '/behaviours', handle: () => ({ status: 200, body: behaviours }) },
	];
}

function pushImage(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const image = fly.world.images.push(readText(body, 'ref') ?? '', {
		digest: readText(body, 'digest'),
		behaviours: readBehaviours(body['behaviour']),
		labels: readTexts(body, 'labels'),
	});
	return { status: 201, body: { ...image, behaviours: [...image.behaviours] } };
}

/** `{app, hostname, days?}`: as if its records were there: a certificate that lasts so many days, or none yet. */
function issueCertificate(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const app = fly.world.app(readText(body, 'app') ?? '');
	const hostname = readText(body, 'hostname') ?? '';
	const certificate = app.certificates.get(hostname.toLowerCase()) ?? addCertificate(fly.world, app, hostname);
	const { days } = body;
	certificate.endsAtMs = typeof days === 'number' ? fly.world.now() + days * 86_400_000 : undefined;
	return { status: 200, body: { hostname: certificate.hostname } };
}

function setCapacity(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const region = readText(body, 'region');
	if (region === undefined) throw unprocessable('"region" is missing');
	if (readFlag(body, 'full') ?? true) fly.world.fullRegions.add(region);
	else fly.world.fullRegions.delete(region);
	return { status: 200, body: { fullRegions: [...fly.world.fullRegions] } };
}

function setLimits(fly: Fly, request: SandboxRequest): SandboxResponse {
	const enabled = readFlag(jsonBody(request), 'enabled');
	if (enabled === undefined) throw unprocessable('"enabled" must be true or false');
	fly.limits.enabled = enabled;
	return { status: 200, body: { enabled, refused: fly.limits.refused } };
}

function setWaits(fly: Fly, request: SandboxRequest): SandboxResponse {
	const hold = readFlag(jsonBody(request), 'hold');
	if (hold === undefined) throw unprocessable('"hold" must be true or false');
	fly.waits.hold = hold;
	return { status: 200, body: { hold, held: fly.waits.count } };
}

function readBehaviours(value: unknown): ReadonlySet<Behaviour> | undefined {
	if (value === undefined) return undefined;
	const words: unknown[] = Array.isArray(value) ? value : [value];
	const unknownWord = words.find((word) => !isBehaviour(word));
	if (unknownWord !== undefined) throw unprocessable(`"${String(unknownWord)}" is not a behaviour`);
	return new Set(words.filter(isBehaviour));
}
