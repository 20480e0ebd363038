import type { Operation } from '../../../shared/operation/operation';
import { listCertificates } from '../../api/certificates';
import { flyClient } from '../../api/client';
import { readAppReleases } from '../../api/releases';
import { appField } from '../../fields/locators';

export const getCertificates: Operation = {
	value: 'getCertificates',
	name: 'Get Certificates',
	action: 'Get the certificates of an app',
	description: "See until when the TLS certificates of an app's own host names last",
	properties: [appField],
	async execute(context) {
		const app = appField.read(context);
		const client = flyClient(context);
		const certificates = await listCertificates(client, app);
		const { url } = await readAppReleases(client, app, 1);
		return {
			app,
			url: url || `https://${app}.fly.dev`,
			certificates: certificates.map(({ hostname, status, expiresAt }) => ({
				name: hostname,
				state: status,
				expiresAt,
			})),
		};
	},
};
