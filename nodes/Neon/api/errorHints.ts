import type { ErrorHints } from '../../shared/operation/errors';

export const errorHints: ErrorHints = {
	400: 'Neon refused the request\'s content: its own words are above. Correct what they name; the same request would be refused again',
	401: 'Neon refused the API key: it is wrong, revoked, or it has expired. Make a new one under Account settings > API keys, paste it into the credential and use its Test button',
	403: 'The API key is valid, but may not do this: it may be read-only, or belong to another project or organization. Use a key with write access to this project',
	404: 'Choose the project and the branch from the list, and check that the API key belongs to the account or organization which owns them',
	409: 'There is one of that name already, or something else changed it at the same time. Look at it in Neon, then run this again',
	422: 'Neon understood the request, but refused it: its own words are above. Correct what they name, or make room within the plan\'s limits',
	423: 'Another operation is under way in this project. Neon carries out one at a time: run this again when it has finished',
	429: 'Neon allows 700 requests a minute, and 40 a second on one route. Run this again later, or spread the calls',
	503: 'Neon is busy or being maintained, and did nothing. Run this again later',
};
