import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	400: 'PagerDuty refused the event. If it names the routing key, the credential\'s integration key is not one of an Events API v2 integration',
	413: 'An event may hold 512 kB: shorten the custom details',
};
