import { errorHints as netlifyHints } from '../api/errorHints';
import type { ErrorHints } from '../../shared/operation/errors';

export const errorHints: ErrorHints = {
	words: netlifyHints.words,
	401: 'Netlify refused the access token: it is wrong, or it has expired. Make a new one under User settings > Applications > Personal access tokens and paste it into the credential',
	403: 'The token is valid, but its user may not change notifications of that site. Ask an owner of the Netlify team for the Developer role, or use a token of somebody who has it',
	404: 'Choose the site from the list, and check that the token belongs to a member of the team which owns it',
	422: 'Netlify refused the notification: its own words are above. The address must be reachable from the internet: set WEBHOOK_URL in n8n',
};
