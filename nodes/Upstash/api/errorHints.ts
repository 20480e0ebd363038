import type { ErrorHints } from '../../shared/operation/errors';
import { redisWordHints } from './redis/redisErrors';

export const errorHints: ErrorHints = {
	words: redisWordHints,
	401: 'Upstash refused the token. Copy UPSTASH_REDIS_REST_TOKEN of this database into the credential and use its Test button',
	404: 'The base URL in the credential is not that of a database: copy UPSTASH_REDIS_REST_URL',
	413: 'The request is larger than Upstash, or a proxy before it, takes: split it into several, or store less',
	429: 'Too many requests came at once, even after waiting. Spread the calls, or raise the database\'s plan at Upstash',
	noAnswer:
		'Check the base URL in the credential. The command may have been carried out all the same: a lock frees itself when its TTL ends, so look at the state before you repeat a write',
};
