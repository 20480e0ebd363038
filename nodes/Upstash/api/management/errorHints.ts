import type { ErrorHints } from '../../../shared/operation/errors';

export const managementErrorHints: ErrorHints = {
	400: 'Upstash refused the request: its own words are above. If the database is being modified, run this again when that is done; else correct what they name',
	401: 'Upstash refused email and API key: one is wrong, or the key was deleted. Make a key under Account > Management API in the Upstash console, and use it with the email of the account that made it',
	403: 'The API key is valid, but may not do this: a read-only key changes nothing, and another team\'s databases need a key of that team. Make a key with full access under Account > Management API',
	404: 'Choose the database from the list, and check that the key belongs to the account or team which owns it',
};
