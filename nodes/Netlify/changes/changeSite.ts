import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { readSite, updateSite } from '../api/sites';
import { type NetlifySite, siteName } from '../api/types';
import { differences, settingsBody } from './siteSettings';

/** Changes what differs from the wanted settings. @returns the site as it is then. @throws OperationFailure when Netlify did not change it. */
export async function changeSite(client: PlatformClient, site: NetlifySite, wanted: IDataObject): Promise<NetlifySite> {
	if (differences(wanted, site).length === 0) return site;
	await updateSite(client, site.id, settingsBody(wanted, site));
	const after = await readSite(client, site.id);
	const unchanged = differences(wanted, after);
	if (unchanged.length === 0) return after;
	throw new OperationFailure(
		`Netlify accepted the request, but did not change ${unchanged.join(', ')} of site ${siteName(site)}`,
		"Look at the site's settings in Netlify: the plan may not allow it",
	);
}
