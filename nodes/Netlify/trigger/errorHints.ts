import type { ErrorHints } from '../../shared/operation/errors';
import { errorHints } from '../api/errorHints';

/** Of the requests that register notifications. */
export const registrationHints: ErrorHints = {
	...errorHints,
	403: 'The token is valid, but its user may not change the notifications of that site. Ask an owner of the Netlify team for the Developer role, or use the token of somebody who has it',
	404: 'Choose the site from the list, and check that the token belongs to a member of the team that owns it',
	422: 'Netlify refused the notification: its own words are above. The address must be reachable from the internet: set WEBHOOK_URL in n8n',
};
