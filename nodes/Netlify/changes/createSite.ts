import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { createSite, lookUpSite } from '../api/sites';
import type { NetlifySite } from '../api/types';

/** The site of that name at netlify.app; null when there is none that the credential may see. */
export async function lookUpByName(client: PlatformClient, name: string): Promise<NetlifySite | null> {
	return await lookUpSite(client, `${name}.netlify.app`);
}

/** Makes a site once: names are unique, so one whose answer was lost is found by its name. */
export async function createSiteOnce(
	client: PlatformClient,
	name: string,
	team: string,
	body: IDataObject,
): Promise<NetlifySite> {
	const made = await attempt(
		writeOnce({
			what: `site ${name}`,
			send: async () => await createSite(client, team, body),
			find: async () => (await lookUpByName(client, name)) ?? undefined,
		}),
	);
	if (made.ok) return made.value;
	const { error } = made;
	if (!(error instanceof PlatformRequestError) || error.status !== 422) throw error;
	throw new OperationFailure(
		`Netlify did not make site ${name}: ${error.vendorMessage}`,
		"If somebody else's site has that name, choose another one. Otherwise correct what Netlify names",
		{},
		{ cause: error },
	);
}
