import { OperationFailure } from '../shared/errors';
import { path } from '../shared/path';
import type { PlatformClient } from '../shared/platformClient';
import type { NetlifySite } from './types';

/** A site by id, name or domain. @throws OperationFailure when there is none. */
export async function findSite(client: PlatformClient, entered: string): Promise<NetlifySite> {
	const { status, body } = await client.request({
		method: 'GET',
		path: path`/sites/${siteReference(entered)}`,
		acceptStatuses: [404],
	});
	if (status !== 404 && isSite(body)) return body;
	throw new OperationFailure(
		entered === '' ? 'Site is empty' : `Netlify has no site "${entered}" that this credential may see`,
		'Choose the site from the list; the token must belong to a member of the team which owns it',
	);
}

/** What the API takes for a site: its id or a host name. A plain name becomes its `netlify.app` host. */
function siteReference(entered: string): string {
	const host = entered.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, '');
	const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(host);
	return isId || host.includes('.') ? host : `${host}.netlify.app`;
}

function isSite(body: unknown): body is NetlifySite {
	return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string';
}
