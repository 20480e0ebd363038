import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { assignAddress, presentAddress, releaseAddress } from '../world/addresses';
import {
	addCertificate,
	certificateOf,
	presentCertificate,
	removeCertificate,
	summarizeCertificate,
} from '../world/certificates';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readText } from '../json';
import type { App } from '../model';
import { badRequest, notSimulated } from '../errors';

const mostCertificates = 500;

const certificates = '/apps/:appName/certificates';

/** An app's addresses and the certificates of its own host names. */
export function networkRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', '/apps/:appName/ip_assignments', 'list ips', listAddresses),
		fly.apiRoute('POST', '/apps/:appName/ip_assignments', 'assign ip', postAddress),
		fly.apiRoute('DELETE', '/apps/:appName/ip_assignments/:ip', 'release ip', deleteAddress),
		fly.apiRoute('GET', certificates, 'list certificates', listCertificates),
		fly.apiRoute('POST', `${certificates}/acme`, 'add certificate', requestCertificate),
		fly.apiRoute('POST', `${certificates}/custom`, 'import certificate', importCertificate),
		fly.apiRoute('DELETE', `${certificates}/:hostname/custom`, 'remove custom certificate', removeCustomCertificate),
		fly.apiRoute('GET', `${certificates}/:hostname`, 'get certificate', getCertificate),
		fly.apiRoute('POST', `${certificates}/:hostname/check`, 'check certificate', checkCertificate),
		fly.apiRoute('DELETE', `${certificates}/:hostname/acme`, 'remove acme certificate', removeAcmeCertificate),
		fly.apiRoute('DELETE', `${certificates}/:hostname`, 'remove certificate', deleteCertificate),
	];
}

function appOf(fly: Fly, request: SandboxRequest): App {
	return fly.world.app(pathParameter(request, 'appName'));
}

function hostnameOf(request: SandboxRequest): string {
	return pathParameter(request, 'hostname');
}

function listAddresses(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: { ips: appOf(fly, request).addresses.map(presentAddress) },
	};
}

function postAddress(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const address = assignAddress(fly.world, appOf(fly, request), {
		type: readText(body, 'type') ?? '',
		region: readText(body, 'region'),
		serviceName: readText(body, 'service_name'),
	});
	return { status: 200, body: presentAddress(address) };
}

function deleteAddress(fly: Fly, request: SandboxRequest): SandboxResponse {
	const ip = pathParameter(request, 'ip');
	releaseAddress(appOf(fly, request), (address) => address.ip === ip);
	return { status: 204 };
}

function listCertificates(fly: Fly, request: SandboxRequest): SandboxResponse {
	const { query } = request;
	const limit = Number(query.get('limit') ?? '25');
	if (!Number.isInteger(limit) || limit < 1 || limit > mostCertificates) throw badRequest('invalid limit');
	const found = [...appOf(fly, request).certificates.values()].filter(({ hostname }) =>
		hostname.includes((query.get('filter') ?? '').toLowerCase()),
	);
	const start = found.findIndex(({ id }) => id === query.get('cursor')) + 1;
	const page = found.slice(start, start + limit);
	const isLast = start + limit >= found.length;
	return {
		status: 200,
		body: {
			certificates: page.map(summarizeCertificate),
			total_count: found.length,
			next_cursor: isLast ? '' : (page.at(-1)?.id ?? ''),
		},
	};
}

function requestCertificate(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = appOf(fly, request);
	const certificate = addCertificate(fly.world, app, readText(jsonBody(request), 'hostname') ?? '');
	return { status: 201, body: presentCertificate(app, certificate) };
}

function importCertificate(): never {
	throw notSimulated("certificates of one's own");
}

function removeCustomCertificate(): never {
	throw notSimulated("certificates of one's own");
}

function getCertificate(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = appOf(fly, request);
	return { status: 200, body: presentCertificate(app, certificateOf(app, hostnameOf(request))) };
}

function checkCertificate(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = appOf(fly, request);
	const certificate = certificateOf(app, hostnameOf(request));
	certificate.checkedAtMs = fly.world.now();
	// No DNS is asked, so no records are found.
	return { status: 200, body: { ...presentCertificate(app, certificate), dns_records: {} } };
}

function removeAcmeCertificate(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = appOf(fly, request);
	const certificate = certificateOf(app, hostnameOf(request));
	certificate.acmeRequested = false;
	return { status: 200, body: presentCertificate(app, certificate) };
}

function deleteCertificate(fly: Fly, request: SandboxRequest): SandboxResponse {
	removeCertificate(appOf(fly, request), hostnameOf(request));
	return { status: 204 };
}
