import type { ErrorHints } from '../../shared/operation/errors';

export const errorHints: ErrorHints = {
	401: 'The access token is wrong or has expired. Make a new one under User settings > Applications > Personal access tokens and paste it into the credential',
	403: 'The token is valid, but Netlify does not allow this: its user needs the Developer role in the team, and the team needs credits and a plan that includes it',
	429: 'Netlify allows 500 requests a minute, and through its API 3 deploys a minute or 100 a day. Run this again later, or spread the deploys',
	// Netlify gives one status for many reasons (403 also without credits): its words come first.
	words: [
		{
			pattern:
				/\b(?:credits?|usage|bandwidth|build minutes)\b.{0,60}\b(?:exceeded|exhausted|used up)\b|\bexceeded\b.{0,60}\b(?:credits?|usage|build minutes)\b/i,
			advice:
				'The team has used up what its plan includes: add credits under Team settings > Billing, then run this again',
		},
	],
};
