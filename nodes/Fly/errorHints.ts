import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	400: 'See Fly.io\'s words above. For an image, check that the tag was pushed and that Fly may pull from its registry',
	401: 'The access token is wrong or has expired. Make one with "fly tokens create org" (for one app: "fly tokens create deploy"), and use the credential\'s Test button',
	403: 'The token may not do this. A deploy token works for its own app only: use one of the organization',
	404: 'Choose it from the list, and check that the token belongs to the organization which owns the app',
	408: 'The machine\'s host did not answer in time. Look at status.flyio.net, then run this again',
	409: 'Somebody else is changing the machine, or its host has no room: see Fly.io\'s words above. Wait for the other deploy, then run this again',
	412: 'The machine\'s state or version does not allow this: see Fly.io\'s words above. Look at it, then run this again',
	422: 'See Fly.io\'s words above. For "insufficient resources", choose another region or a smaller machine',
	429: 'Fly.io allows one call a second for each action on a machine, also to other tools. Run this again later',
};
