import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	401: 'Netlify refused the access token: it is wrong, or it has expired. Make a new one under User settings > Applications > Personal access tokens, paste it into the credential and use its Test button',
	403: 'The token is valid, but its user may not do this on that site. Ask an owner of the Netlify team for the Developer role, or use a token of somebody who has it',
	404: 'Choose the site and the deploy from the list, and check that the token belongs to a member of the team which owns the site',
	422: 'Netlify understood the request, but refused it: its own words are above. Correct what they name; the same request would be refused again',
	429: 'Netlify allows 500 requests a minute, and 3 deploys a minute or 100 a day through its API. Run this again later, or spread the deploys',
};
