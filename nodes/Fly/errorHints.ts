import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	400: 'Fly.io refused the request: its own words are above. For an image, check that the tag was pushed and that Fly may pull from its registry',
	401: 'Fly.io refused the access token: it is wrong, or it has expired. Make a new one with "fly tokens create org" (or "fly tokens create deploy" for one app), paste it into the credential and use its Test button',
	403: 'The token is valid, but may not do this. A deploy token works for its own app only: use a token of the organization that owns the app',
	404: 'Choose the app, the machine or the release from the list, and check that the token belongs to the organization which owns the app',
	408: 'The machine\'s host did not answer in time. Look at the machine in Fly.io and at status.flyio.net, then run this again',
	409: 'Somebody else is changing the machine (it is leased), or its host has no room for it: Fly\'s own words are above. Wait for the other deploy to end, then run this again',
	412: 'The machine is not in a state, or at a version, in which Fly.io allows this: its own words are above. Look at the machine\'s state, then run this again',
	422: 'Fly.io understood the request, but could not do it: its own words are above. For "insufficient resources", choose another region or a smaller machine',
	429: 'Fly.io allows one call a second for each action on a machine, and other tools use the same limit. Run this again later',
};
