import { messageOf, OperationFailure } from '../../../shared/operation/errors';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import type { FlyClient } from '../../api/client';
import { createRelease, listReleases, readDefinition, type NewRelease } from '../../api/releases';
import type { FlyRelease } from '../../api/types';

type WantedRelease = Pick<NewRelease, 'image' | 'strategy'> & { readonly newestVersion: number };

/** Fly's record of a deploy, made before machines are touched, as its own client does. */
export async function createReleaseOnce(fly: FlyClient, app: string, wanted: WantedRelease): Promise<FlyRelease> {
	const definition = await readDefinition(fly, app);
	return await writeOnce({
		what: `the release of app ${app}`,
		send: async () => await createRelease(fly, { ...definition, ...wanted }),
		find: async () => await findMade(fly, app, wanted),
		lookDelaysMs: [0],
		maxSends: 1,
		unclear: ({ what, error, lookError }) =>
			new OperationFailure(
				`Fly.io did not confirm ${what}, and it ${lookError === undefined ? 'was not found afterwards' : `could not be looked for: ${messageOf(lookError)}`}`,
				'No machine was changed. Run this again',
				{},
				{ cause: error },
			),
	});
}

/** A record alone changes no machine: the newest one of this image that was not there before is ours. */
async function findMade(
	fly: FlyClient,
	app: string,
	{ image, newestVersion }: WantedRelease,
): Promise<FlyRelease | undefined> {
	const releases = await listReleases(fly, app, 5);
	return releases.find(
		({ version, imageRef, status }) => version > newestVersion && imageRef === image && status === 'pending',
	);
}
