import type { ErrorHints } from '../../shared/operation/errors';

const refused = "Correct what Neon names above, or make room within the plan's limits";

export const errorHints: ErrorHints = {
	400: refused,
	401: 'The API key is wrong, revoked or expired. Make a new one under Account settings > API keys, paste it into the credential and use its Test button',
	403: 'The API key is valid, but read-only or of another project or organization. Use a key with write access to this project',
	422: refused,
	503: 'Neon is busy or under maintenance, and changed nothing. Run this again later',
};
