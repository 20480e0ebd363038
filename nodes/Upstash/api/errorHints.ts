import type { ErrorHints } from '../../shared/operation/errors';
import { redisWordHints } from './redis/redisErrors';

/** Of a database over REST. */
export const redisErrorHints: ErrorHints = {
	words: redisWordHints,
	401: 'Upstash refused the token. Copy UPSTASH_REDIS_REST_TOKEN of this database into the credential and use its Test button',
	404: 'The base URL in the credential is not that of a database: copy UPSTASH_REDIS_REST_URL',
	413: 'The request is larger than Upstash, or a proxy in front of it, accepts: split it into several, or store less',
	429: "Too many requests came at once, even after waiting. Spread the calls, or raise the database's plan at Upstash",
	noAnswer:
		'Check the base URL in the credential. The command may have been carried out all the same: a lock frees itself when its TTL ends, so look at the state before you repeat a write',
};

/** Of the management API of an account. */
export const managementErrorHints: ErrorHints = {
	400: 'Upstash refused the request: its own words are above. If the database is being modified, run this again when that is done; otherwise correct what they name',
	401: 'Upstash refused email and API key: one is wrong, or the key was deleted. Create a key under Account > Management API in the Upstash console, and use it with the email of the account that created it',
	403: "The API key is valid, but may not do this: a read-only key changes nothing, and another team's databases need a key of that team. Create a key with full access under Account > Management API",
	404: 'Choose the database from the list, and check that the key belongs to the account or team that owns it',
};
