import type { ErrorHints } from '../../shared/operation/errors';

export const errorHints: ErrorHints = {
	400: 'Correct what Neon names above: the same request would be refused again',
	401: 'The API key is wrong, revoked or expired. Make a new one under Account settings > API keys, paste it into the credential and use its Test button',
	403: 'The API key is valid, but read-only or of another project or organization. Use a key with write access to this project',
	404: 'Choose the project and the branch from the list, and check that the API key belongs to their account or organization',
	409: 'The name is taken, or something else changed it at the same time. Look at it in Neon, then run this again',
	422: 'Correct what Neon names above, or make room within the plan\'s limits',
	423: 'Another operation is under way in this project, and Neon runs one at a time. Run this again when it has finished',
	429: 'Neon allows 700 requests a minute, and 40 a second on one route. Run this again later, or spread the calls',
	503: 'Neon is busy or under maintenance, and changed nothing. Run this again later',
};
