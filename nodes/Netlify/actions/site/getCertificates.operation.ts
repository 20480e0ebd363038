import type { Operation } from '../../../shared/operation/operation';
import { readCertificate } from '../../api/certificates';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { certificatesJson } from '../../output/certificatesJson';

export const getCertificates: Operation = {
	value: 'getCertificates',
	name: 'Get Certificates',
	action: 'Get the certificates of a site',
	description: 'See until when the TLS certificate of a site lasts, and for which names',
	properties: [siteField],
	async execute(context) {
		const { client, site } = await chosenSite(context);
		return certificatesJson(site, await readCertificate(client, site.id));
	},
};
