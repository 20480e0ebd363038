import type { IDataObject } from 'n8n-workflow';

import type { NetlifyCertificate, NetlifySite } from '../api/types';

/** The certificate of a site's own domains as a list: none where all of its names are Netlify's. */
export function certificatesJson(site: NetlifySite, certificate: NetlifyCertificate | null): IDataObject {
	const domains = [...(certificate?.domains ?? [])];
	return {
		site: site.name ?? site.id,
		siteId: site.id,
		url: site.ssl_url ?? site.url ?? null,
		isTlsForced: site.force_ssl === true,
		certificates:
			certificate === null
				? []
				: [
						{
							name: site.custom_domain ?? domains[0] ?? site.name ?? site.id,
							domains,
							state: certificate.state ?? null,
							expiresAt: certificate.expires_at ?? null,
						},
					],
	};
}
