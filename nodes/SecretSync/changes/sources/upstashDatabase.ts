import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import { findDatabase } from '../../../Upstash/api/management/databases';
import type { UpstashKeys } from '../../state/sourceChoices';
import type { SourceReading } from './source';

/** Address and token of a database of the account, from Upstash's management API. */
export async function readUpstashDatabase(
	client: PlatformClient,
	id: string,
	isReadOnly: boolean,
	keys: UpstashKeys,
): Promise<SourceReading> {
	const database = await findDatabase(client, id, true);
	const { state, endpoint } = database;
	const token = isReadOnly ? database.read_only_rest_token : database.rest_token;
	const name = database.database_name ?? id;
	if (state && state !== 'active') {
		throw new OperationFailure(
			`Redis database ${name} is ${state}, so its token is of no use`,
			'Nothing was written. Start it in Upstash, or choose another database',
		);
	}
	if (!token || !endpoint) {
		throw new OperationFailure(
			`Upstash does not report the ${endpoint ? 'token' : 'address'} of Redis database ${name}`,
			'Use an API key of the Upstash credential that may read the credentials of databases',
		);
	}
	const url = /^https?:/.test(endpoint) ? endpoint : `https://${endpoint}`;
	return upstashReading(
		keys,
		{ url, token },
		{
			name: `Redis database ${name}`,
			identity: `upstashDatabase ${id}`,
			summary: { name, id, readOnly: isReadOnly },
		},
	);
}

/** The reading of a database whose address and token are known. */
export function upstashReading(
	keys: UpstashKeys,
	access: { readonly url: string; readonly token: string },
	{ name, identity, summary }: Omit<SourceReading, 'values'>,
): SourceReading {
	return {
		name,
		identity,
		values: new Map([
			[keys.url, access.url],
			[keys.token, access.token],
		]),
		summary: { platform: 'upstash', ...summary },
	};
}
