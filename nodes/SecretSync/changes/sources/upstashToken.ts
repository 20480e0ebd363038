import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue, requiredText, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { upstashClient } from '../../../Upstash/api/client';
import type { SourceReading } from './source';
import { upstashManagementClient } from './upstashManagement';

const sources = ['upstashDatabase', 'upstashCredential'];

export const upstashTokenProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'Redis Database',
			name: 'redisDatabase',
			description: 'An Upstash Redis database of the account',
			search: 'searchRedisDatabases',
			enter: [enteredAs('id', 'By ID', '5a4d6b0c-0000-4000-8000-000000000001')],
		}),
		displayOptions: { show: { source: ['upstashDatabase'] } },
	},
	{
		displayName: 'Read-Only Token',
		name: 'readOnlyToken',
		type: 'boolean',
		default: false,
		displayOptions: { show: { source: ['upstashDatabase'] } },
		description: 'Whether to sync the token that may only read',
	},
	{
		displayName: 'REST URL Key',
		name: 'restUrlKey',
		type: 'string',
		default: 'UPSTASH_REDIS_REST_URL',
		required: true,
		displayOptions: { show: { source: sources } },
		description: 'The key of the address of the database',
	},
	{
		displayName: 'REST Token Key',
		name: 'restAccessKey',
		type: 'string',
		default: 'UPSTASH_REDIS_REST_TOKEN',
		required: true,
		displayOptions: { show: { source: sources } },
		description: 'The key of the token of the database',
	},
];

interface Access {
	readonly url: string;
	readonly token: string;
}

/** Address and token of a database of the account, from Upstash's management API. */
export async function readUpstashDatabase(context: OperationContext): Promise<SourceReading> {
	const id = locatorValue(context, 'redisDatabase', 'Redis Database');
	const client = upstashManagementClient(context.functions, context.itemIndex);
	const database = await client.object({ method: 'GET', path: path`/redis/database/${id}` });
	const isReadOnly = switchParameter(context, 'readOnlyToken');
	const token = textAt(database, isReadOnly ? 'read_only_rest_token' : 'rest_token');
	const endpoint = textAt(database, 'endpoint');
	const name = textAt(database, 'database_name') ?? id;
	const state = textAt(database, 'state');
	if (state !== null && state !== 'active') {
		throw new OperationFailure(
			`Redis database ${name} is ${state}, so its token is of no use`,
			'Nothing was written. Start it in Upstash, or choose another database',
		);
	}
	if (token === null || endpoint === null) {
		throw new OperationFailure(
			`Upstash does not tell the ${endpoint === null ? 'address' : 'token'} of Redis database ${name}`,
			'Use an API key of the Upstash credential that may read credentials of databases',
		);
	}
	return reading(
		context,
		{ url: /^https?:/.test(endpoint) ? endpoint : `https://${endpoint}`, token },
		{ name: `Redis database ${name}`, identity: `upstashDatabase ${id}`, shown: { name, id, readOnly: isReadOnly } },
	);
}

/** Address and token of the database that the Upstash credential is for, once the database has answered to them. */
export async function readUpstashCredential(context: OperationContext): Promise<SourceReading> {
	const { functions, itemIndex } = context;
	const credential = await functions.getCredentials<ICredentialDataDecryptedObject>('slipwayUpstashRedisApi', itemIndex);
	const url = textAt(credential, 'baseUrl')?.trim().replace(/\/+$/, '') ?? '';
	const token = textAt(credential, 'token')?.trim() ?? '';
	if (url === '' || token === '') {
		throw new OperationFailure(
			'The Upstash Redis credential has no REST URL or no token',
			'Open the credential and fill in both, from the database\'s page in Upstash',
		);
	}
	await upstashClient(context).run(['PING'], { safeToRepeat: true });
	return reading(
		context,
		{ url, token },
		{ name: 'the Upstash Redis credential', identity: `upstashCredential ${url}`, shown: { url } },
	);
}

function reading(
	context: OperationContext,
	{ url, token }: Access,
	source: { readonly name: string; readonly identity: string; readonly shown: Readonly<Record<string, string | boolean>> },
): SourceReading {
	const urlKey = requiredText(context, 'restUrlKey', 'REST URL Key');
	const tokenKey = requiredText(context, 'restAccessKey', 'REST Token Key');
	if (urlKey === tokenKey) {
		throw new OperationFailure(
			`REST URL Key and REST Token Key are both ${urlKey}`,
			'Give them two names',
		);
	}
	return {
		name: source.name,
		identity: source.identity,
		values: new Map([[urlKey, url], [tokenKey, token]]),
		summary: { platform: 'upstash', ...source.shown },
	};
}
