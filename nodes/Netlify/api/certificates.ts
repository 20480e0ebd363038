import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { NetlifyCertificate } from './types';

/**
 * The certificate of a site's own domains; null where it has none, since its address is one of netlify.app.
 * https://open-api.netlify.com/#tag/sniCertificate/operation/showSiteTLSCertificate
 */
export async function readCertificate(client: PlatformClient, siteId: string): Promise<NetlifyCertificate | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: path`/sites/${siteId}/ssl`,
		acceptStatuses: [404],
	});
	return status !== 404 && typeof body === 'object' && body !== null ? body : null;
}
