import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import { createApp, findApp, type FoundApp } from '../../api/apps';
import type { FlyClient } from '../../api/client';
import type { FlyApp } from '../../api/types';
import { requireInOrganization } from './requireInOrganization';

export interface EnsuredApp {
	readonly app: FlyApp;
	/** Whether this run made it. */
	readonly created: boolean;
}

/**
 * An app of that name in that organization: the one that is there, or a new one. Names are unique in all of
 * Fly, so nobody else's is ever taken for it.
 *
 * @throws OperationFailure when the name is another organization's, and when there is no such organization.
 */
export async function ensureApp(fly: FlyClient, name: string, organization: string): Promise<EnsuredApp> {
	const before = takenBy(await findApp(fly, name), name, organization);
	if (before) return { app: before, created: false };
	const made = await attempt(
		writeOnce({
			what: `app ${name}`,
			send: async () => {
				await createApp(fly, name, organization);
				return undefined;
			},
			find: async () => takenBy(await findApp(fly, name), name, organization),
			// An app is to be seen a moment after it was made.
			lookDelaysMs: [0, 1_000, 2_000, 5_000],
			maxSends: 2,
		}),
	);
	if (made.ok) return { app: made.value, created: true };
	const { error } = made;
	if (!(error instanceof PlatformRequestError)) throw error;
	// Somebody else was faster: the same preview's other run, or a stranger.
	const late = error.status === 422 ? takenBy(await findApp(fly, name), name, organization) : undefined;
	if (late) return { app: late, created: false };
	throw error.status === 404 ? noOrganization(organization, error) : error;
}

/** The app, where it is there; undefined where the name is free. @throws OperationFailure for somebody else's. */
export function takenBy(found: FoundApp, name: string, organization: string): FlyApp | undefined {
	return requireInOrganization(found, name, organization, {
		refused: 'was not taken',
		advice: 'Nothing was changed. Names are unique in all of Fly.io: use another one',
	});
}

function noOrganization(organization: string, cause: Error): OperationFailure {
	return new OperationFailure(
		`Fly.io has no organization "${organization}" in which this token may make apps: ${cause.message}`,
		'Nothing was made. Enter the slug as "fly orgs list" shows it, and use a token of "fly tokens create org" for that organization',
		{},
		{ cause },
	);
}
