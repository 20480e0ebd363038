import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { masked } from '../fields/reveal';
import { siteName } from './sites';
import type { NetlifyBuildHook, NetlifySite } from './types';

/** All build hooks of a site; Netlify does not page them. */
export async function listBuildHooks(
	client: PlatformClient,
	site: NetlifySite,
): Promise<NetlifyBuildHook[]> {
	return await client.list<NetlifyBuildHook>({
		method: 'GET',
		path: path`/sites/${site.id}/build_hooks`,
	});
}

/** What names a hook without letting anybody use it: its id is the secret part of its address. */
export function fingerprintOf(hook: NetlifyBuildHook): string {
	return createHash('sha256').update(hook.id).digest('hex').slice(0, 16);
}

export function buildHookJson(
	site: NetlifySite,
	hook: NetlifyBuildHook,
	reveal: boolean,
): IDataObject {
	return {
		title: hook.title ?? '',
		branch: hook.branch ?? null,
		fingerprint: fingerprintOf(hook),
		id: reveal ? hook.id : masked,
		url: reveal ? (hook.url ?? null) : masked,
		site: siteName(site),
		siteId: site.id,
		createdAt: hook.created_at ?? null,
	};
}

/**
 * The hook that a person named: by fingerprint, id, address or title. Null when there is none.
 *
 * @throws OperationFailure when several have that title.
 */
export function chooseBuildHook(
	hooks: readonly NetlifyBuildHook[],
	named: string,
): NetlifyBuildHook | null {
	const exact = hooks.find(
		(hook) => hook.id === named || hook.url === named || fingerprintOf(hook) === named,
	);
	if (exact) return exact;
	const [first, ...others] = hooks.filter(({ title }) => title === named);
	if (others.length === 0) return first ?? null;
	throw new OperationFailure(
		`${others.length + 1} build hooks have the title "${named}"`,
		'Choose one from the list, or give its fingerprint, which Get Many returns',
	);
}
