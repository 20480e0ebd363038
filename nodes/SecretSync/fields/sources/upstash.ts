import { requiredTextField, switchField } from '../../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { UpstashKeys } from '../../state/sourceChoices';
import { shownWhere } from '../shownWhere';

export const redisDatabaseField = locatorProperty({
	displayName: 'Redis Database',
	name: 'redisDatabase',
	description: 'An Upstash Redis database of the account',
	search: 'searchRedisDatabases',
	enter: [enteredAs('id', 'By ID', '5a4d6b0c-0000-4000-8000-000000000001')],
});

export const readOnlyTokenField = switchField(
	'Read-Only Token',
	'readOnlyToken',
	'Whether to sync the token that may only read',
);

const restUrlKey = requiredTextField('REST URL Key', 'restUrlKey', {
	default: 'UPSTASH_REDIS_REST_URL',
	description: 'The key for the address of the database',
});

const restTokenKey = requiredTextField('REST Token Key', 'restAccessKey', {
	default: 'UPSTASH_REDIS_REST_TOKEN',
	description: 'The key for the token of the database',
});

export const upstashProperties = [
	...shownWhere({ source: ['upstashDatabase'] }, [redisDatabaseField, readOnlyTokenField]),
	...shownWhere({ source: ['upstashDatabase', 'upstashCredential'] }, [restUrlKey, restTokenKey]),
];

/** @throws ConfigurationError when a key is empty, or both are the same. */
export function readUpstashKeys(context: OperationContext): UpstashKeys {
	const keys = { url: restUrlKey.read(context), token: restTokenKey.read(context) };
	if (keys.url !== keys.token) return keys;
	throw new ConfigurationError(`REST URL Key and REST Token Key are both ${keys.url}`, 'Give them different names');
}
