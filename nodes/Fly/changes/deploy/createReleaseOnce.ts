import { mayHaveHappened, OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { createRelease, listReleases, readDefinition, type NewRelease } from '../../api/releases';
import type { FlyRelease } from '../../api/types';

type WantedRelease = Pick<NewRelease, 'image' | 'strategy'> & { readonly newestVersion: number };

/** Fly's record of a deploy, made before machines are touched, as its own client does. */
export async function createReleaseOnce(
	fly: FlyClient,
	app: string,
	wanted: WantedRelease,
): Promise<FlyRelease> {
	const definition = await readDefinition(fly, app);
	const sent = await attempt(createRelease(fly, { ...definition, ...wanted }));
	if (!sent.ok && !mayHaveHappened(sent.error)) throw sent.error;
	const release = sent.ok ? sent.value : await findMade(fly, app, wanted);
	if (release) return release;
	throw new OperationFailure(
		`Fly.io did not confirm the release of app ${app}, and it was not found afterwards`,
		'No machine was changed. Run this again',
		{},
		{ cause: sent.ok ? undefined : sent.error },
	);
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
