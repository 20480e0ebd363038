import { OperationFailure } from '../../../shared/operation/errors';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import { readDeploy } from '../../api/deploys';
import type { NetlifyDeploy } from '../../api/types';
import type { UploadTarget } from '../../api/uploads';

/** A write that a deploy takes once: after a lost answer it is only sent again if the deploy is still empty. */
export async function sendWhileNew(
	{ client, siteId, deployId }: UploadTarget,
	send: () => Promise<NetlifyDeploy>,
): Promise<void> {
	await writeOnce({
		what: `the upload to deploy ${deployId}`,
		send,
		find: async () => {
			const deploy = await readDeploy(client, siteId, deployId);
			return deploy.state === 'new' ? undefined : deploy;
		},
		// How the deploy itself ended is looked at next, and told.
		unclear: ({ what, error }) => error ?? new OperationFailure(`Netlify did not confirm ${what}`, ''),
	});
}
