import type { ErrorHints } from '../../shared/operation/errors';

/** No room for a machine, in the words and under every status that Fly has for it: 409, 412, 422 and 503 were seen. */
export const noRoom =
	/could not reserve resource for machine|insufficient (?:resources|memory|CPUs?|IPs?|capacity) (?:available )?to|not enough capacity|deploys to this host are temporarily disabled|\bno capacity$/i;

const lookAndRepeat = 'Look at it, then run this again';

/**
 * By Fly's words first: one status stands for many reasons. The words are those of public reports and of
 * flyctl, which tells them apart in the same way (superfly/flyctl, internal/command/deploy).
 */
export const errorHints: ErrorHints = {
	words: [
		{
			pattern: noRoom,
			advice:
				'The machine\'s host or region has no room for it. Try again later, or give it less memory or another region: with "fly machine clone" and "fly machine destroy", or "fly volumes fork" if it has a volume',
		},
		{
			pattern:
				/add a (?:payment method|credit card)|payment information required|reached its machine limit|machine limit (?:reached|exceeded)|contact billing@fly\.io|trial (?:has ended|limit)/i,
			advice:
				'The organization has reached the limit of its plan: see fly.io/dashboard > Billing. Release commands, Canary and Bluegreen need extra machines; Rolling does not',
		},
		{
			pattern:
				/(?:failed to get manifest|pull).*(?:unauthorized|denied|authentication required)|\bUNAUTHORIZED: authentication/i,
			advice:
				'Fly.io cannot read that registry. Push the image to registry.fly.io ("fly auth docker"), or make it public',
		},
		{
			pattern:
				/failed to get manifest|manifest unknown|invalid image identifier|(?:pull|resolve) image .*not found|image not found|repository name not known/i,
			advice: "Check that the tag was pushed, and to the repository named above; an app's own is registry.fly.io/<app>",
		},
		{
			pattern: /lease currently held by|lease (?:is )?(?:already )?held/i,
			advice: 'Somebody else is changing the machine: see above. Wait for the other deploy, then run this again',
		},
		{
			pattern: /min_secrets_version \d+ is not/i,
			advice: 'The app has no secrets of that version. Use the version that Secret: Set returned for it, or 0',
		},
		{
			pattern:
				/unable to \w+ machine from current state|not currently (?:stopped|started)|machine not in (?:an? )?\w+ state|machine (?:still|is) (?:being|attempting)|invalid state transition/i,
			advice: `The machine is in another state by now. ${lookAndRepeat}; Machine: Wait waits for a state`,
		},
		{
			pattern: /machine version is .* not|(?:current_version|instance ID|machine version) (?:mismatch|does not match)/i,
			advice: `Somebody else changed the machine since it was read. ${lookAndRepeat}`,
		},
		{
			pattern: /unique machine name violation/i,
			advice: 'The app already has a machine with that name: destroy it, or rename it in Fly.io',
		},
		{
			pattern: /(?:organization|account|app) (?:is|has been) suspended/i,
			advice: 'Fly.io suspended it. See fly.io/dashboard > Billing, or "fly apps resume"',
		},
	],
	400: "See Fly.io's words above. For an image, check that the tag was pushed and that Fly.io can pull it",
	401: 'The access token is wrong or expired. Create one with "fly tokens create org" (for one app: "fly tokens create deploy"), and test the credential',
	403: 'The token may not do this. A deploy token works for its own app only: use an organization token',
	404: "Choose it from the list, and check that the token belongs to the app's organization",
	408: "The machine's host did not answer in time. Check status.flyio.net, then run this again",
	409: `Something else changed it at the same time: see above. ${lookAndRepeat}`,
	412: `The machine's state or version does not allow this: see above. ${lookAndRepeat}`,
	422: 'Fly.io refused the request: see above',
	429: 'Fly.io allows one call per second and action on a machine, for all tools together. Run this again later',
};
