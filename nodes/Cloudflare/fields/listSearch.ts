import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { cloudflareClientForPicker } from '../api/client';
import { listPools, readPool } from '../api/pools';
import { listRecords } from '../api/records';
import { findZone, listZones } from '../api/zones';

const shown = 400;

export async function searchZones(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const zones = await listZones(cloudflareClientForPicker(this), '', shown);
	return matching(
		filter,
		zones.map(({ id, name, account }) => ({
			name: account?.name ? `${name} (${account.name})` : name,
			value: id,
			url: `https://dash.cloudflare.com/${account?.id ?? ''}/${name}/dns/records`,
		})),
	);
}

/** Records of the chosen zone; their names, types and contents are searched. */
export async function searchRecords(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const entered = chosenInPicker(this, 'zone');
	if (entered === null) return { results: [] };
	const client = cloudflareClientForPicker(this);
	const records = await listRecords(client, await findZone(client, entered), { search: filter?.trim() ?? '' }, shown);
	return {
		results: records.map(({ id, name, type, content = '' }) => ({ name: `${name} ${type} ${content}`, value: id })),
	};
}

/** The accounts of the zones that the token may see: asking for accounts would need another permission. */
export async function searchAccounts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const zones = await listZones(cloudflareClientForPicker(this), '', Infinity);
	const accounts = new Map(zones.flatMap(({ account }) => (account?.id ? [[account.id, account.name]] : [])));
	return matching(
		filter,
		[...accounts].map(([id, name]) => ({ name: name ?? id ?? '', value: id ?? '' })),
	);
}

export async function searchPools(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const account = chosenInPicker(this, 'account');
	if (account === null) return { results: [] };
	const pools = await listPools(cloudflareClientForPicker(this), account);
	return matching(
		filter,
		pools.map(({ id, name = id }) => ({ name, value: id })),
	);
}

export async function searchOrigins(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const [account, pool] = [chosenInPicker(this, 'account'), chosenInPicker(this, 'pool')];
	if (account === null || pool === null) return { results: [] };
	const { origins = [] } = await readPool(cloudflareClientForPicker(this), account, pool);
	return matching(
		filter,
		origins.map(({ name = '', address = '', enabled }) => ({
			name: `${name} ${address}${enabled === false ? ' (disabled)' : ''}`,
			value: name,
		})),
	);
}
