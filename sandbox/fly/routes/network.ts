import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { assignAddress, presentAddress, releaseAddress } from '../addresses';
import { addCertificate, certificateOf, presentCertificate, removeCertificate, summarizeCertificate } from '../certificates';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readText } from '../json';
import type { App } from '../model';
import { badRequest, notSimulated } from '../respond';

const mostCertificates = 500;

/** An app's addresses and the certificates of its own host names. */
export function networkRoutes(fly: Fly): SandboxRoute[] {
	const appOf = (request: SandboxRequest): App => fly.world.app(pathParameter(request, 'appName'));
	const hostnameOf = (request: SandboxRequest): string => pathParameter(request, 'hostname');
	const certificates = '/apps/:appName/certificates';
	return [
		fly.apiRoute('GET', '/apps/:appName/ip_assignments', 'list ips', (request) => ({
			status: 200,
			body: { ips: appOf(request).addresses.map(presentAddress) },
		})),
		fly.apiRoute('POST', '/apps/:appName/ip_assignments', 'assign ip', (request) => {
			const body = jsonBody(request);
			const address = assignAddress(fly.world, appOf(request), {
				type: readText(body, 'type') ?? '',
				region: readText(body, 'region'),
				serviceName: readText(body, 'service_name'),
			});
			return { status: 200, body: presentAddress(address) };
		}),
		fly.apiRoute('DELETE', '/apps/:appName/ip_assignments/:ip', 'release ip', (request) => {
			const ip = pathParameter(request, 'ip');
			releaseAddress(appOf(request), (address) => address.ip === ip);
			return { status: 204 };
		}),
		fly.apiRoute('GET', certificates, 'list certificates', (request) => {
			const { query } = request;
			const limit = Number(query.get('limit') ?? '25');
			if (!Number.isInteger(limit) || limit < 1 || limit > mostCertificates) throw badRequest('invalid limit');
			const found = [...appOf(request).certificates.values()].filter(({ hostname }) =>
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
		}),
		fly.apiRoute('POST', `${certificates}/acme`, 'add certificate', (request) => {
			const app = appOf(request);
			const certificate = addCertificate(fly.world, app, readText(jsonBody(request), 'hostname') ?? '');
			return { status: 201, body: presentCertificate(app, certificate) };
		}),
		fly.apiRoute('POST', `${certificates}/custom`, 'import certificate', () => {
			throw notSimulated('certificates of one\'s own');
		}),
		fly.apiRoute('DELETE', `${certificates}/:hostname/custom`, 'remove custom certificate', () => {
			throw notSimulated('certificates of one\'s own');
		}),
		fly.apiRoute('GET', `${certificates}/:hostname`, 'get certificate', (request) => {
			const app = appOf(request);
			return { status: 200, body: presentCertificate(app, certificateOf(app, hostnameOf(request))) };
		}),
		fly.apiRoute('POST', `${certificates}/:hostname/check`, 'check certificate', (request) => {
			const app = appOf(request);
			const certificate = certificateOf(app, hostnameOf(request));
			certificate.checkedAtMs = fly.world.now();
			// No DNS is asked, so no records are found.
			return { status: 200, body: { ...presentCertificate(app, certificate), dns_records: {} } };
		}),
		fly.apiRoute('DELETE', `${certificates}/:hostname/acme`, 'remove acme certificate', (request) => {
			const app = appOf(request);
			const certificate = certificateOf(app, hostnameOf(request));
			certificate.acmeRequested = false;
			return { status: 200, body: presentCertificate(app, certificate) };
		}),
		fly.apiRoute('DELETE', `${certificates}/:hostname`, 'remove certificate', (request) => {
			removeCertificate(appOf(request), hostnameOf(request));
			return { status: 204 };
		}),
	];
}
