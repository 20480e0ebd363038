import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	401: 'Netlify refused the access token: it is wrong, or it has expired. Make a new one under User settings > Applications > Personal access tokens, paste it into the credential and use its Test button',
	403: 'The token is valid, but Netlify does not allow this. Its user needs the Developer role in the team which owns the site. If the user has it, look in Netlify whether the team\'s credits are used up, or the plan does not include this',
	404: 'Choose the site and the deploy from the list, and check that the token belongs to a member of the team which owns the site',
	414: 'The address of the request is too long: shorten the names and ids in its fields',
	422: 'Netlify understood the request, but refused it: its own words are above. Correct what they name; the same request would be refused again',
	429: 'Netlify allows 500 requests a minute, and 3 deploys a minute or 100 a day through its API. Run this again later, or spread the deploys',
	// Netlify gives one status for many reasons (403 also without credits): its words come first.
	words: [
		{
			pattern: /\b(?:credits?|usage|bandwidth|build minutes)\b.{0,60}\b(?:exceeded|exhausted|used up)\b|\bexceeded\b.{0,60}\b(?:credits?|usage|build minutes)\b/i,
			advice: 'The team has used up what its plan includes. Add credits or change the plan under Team settings > Billing, or wait for the next period; then run this again',
		},
		{
			pattern: /^(?:team|account|site|project)\b.{0,40}\b(?:suspended|disabled|paused)\b/i,
			advice: 'Netlify has stopped this team or site: look at its notices there, or ask an owner of the team',
		},
		{
			pattern: /^(?:rate limit|too many requests|api rate limit)/i,
			advice: 'Netlify allows 500 requests a minute, and 3 deploys a minute or 100 a day through its API. Run this again later, or spread the deploys',
		},
		{
			pattern: /\bkey\b.{0,300}\breserved\b/i,
			status: 422,
			advice: 'Netlify keeps this name for itself: use another one for the environment variable',
		},
	],
};
