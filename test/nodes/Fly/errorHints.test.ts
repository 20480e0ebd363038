import { errorHints } from '../../../nodes/Fly/api/errorHints';
import { adviceFor, PlatformRequestError } from '../../../nodes/shared/operation/errors';

/** Words of public reports, with the statuses that they came with. */
it.each<[number, string, RegExp]>([
	[412, 'insufficient resources to create new machine with existing volume', /has no room/],
	[412, 'not enough capacity in region cdg', /has no room/],
	[422, 'could not reserve resource for machine: insufficient memory available to fulfill request', /has no room/],
	[
		409,
		'aborted: could not reserve resource for machine: insufficient CPUs available to fulfill request on the current host',
		/has no room/,
	],
	[
		503,
		'unavailable: deploys to this host are temporarily disabled, please try again later or check the status page',
		/has no room/,
	],
	[
		422,
		'To create more than 1 machine per app please add a payment method. https://fly.io/dashboard/x/billing',
		/need extra machines/,
	],
	[422, 'Your organization has reached its machine limit. Please contact billing@fly.io', /need extra machines/],
	[
		400,
		'failed to get manifest registry.fly.io/x:v9: request failed: not found: MANIFEST_UNKNOWN: manifest unknown',
		/tag was pushed/,
	],
	[422, 'invalid_argument: invalid image identifier: X', /tag was pushed/],
	[
		400,
		'failed to get manifest ghcr.io/acme/x:1: request failed: UNAUTHORIZED: authentication required',
		/cannot read that registry/,
	],
	[409, 'machine ID 148e lease currently held by a@b.c, expires at 2026-01-01T00:00:00Z', /Wait for the other deploy/],
	[412, "failed_precondition: unable to start machine from current state: 'replacing'", /another state by now/],
	[
		412,
		'failed_precondition: unable to destroy machine, not currently stopped, has state: started',
		/another state by now/,
	],
	[412, 'failed_precondition: machine version mismatch, expected A, current is B', /since it was read/],
	[412, 'failed_precondition: min_secrets_version 9 is not yet available on this app', /Secret: Set returned/],
	[
		409,
		'already_exists: unique machine name violation, machine ID 148e already exists with name "x"',
		/with that name/,
	],
	// Of which nothing more is known than the status.
	[409, 'conflict', /Something else changed it/],
	[422, 'Validation failed: Name has already been taken', /refused the request/],
	[412, 'failed_precondition', /does not allow this/],
])('%i "%s"', (status, words, advice) => {
	expect(adviceFor(new PlatformRequestError('Fly.io', 'POST /x', status, words), errorHints)).toMatch(advice);
});
