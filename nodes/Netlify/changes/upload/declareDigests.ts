import { pollUntil, timedOut } from '../../../shared/waiting/pollUntil';
import { readDeploy } from '../../api/deploys';
import type { DigestedFile } from '../../api/files/siteFile';
import type { NetlifyDeploy } from '../../api/types';
import { putDigests, type UploadTarget } from '../../api/uploads';
import { sendWhileNew } from './sendWhileNew';
import type { UploadOptions } from './uploadOptions';

/** From this many files on Netlify compares their digests in the background, as its own tool asks it to. */
const backgroundFrom = 100;

/** Names the digests of all files and functions. @returns the deploy once Netlify has said which it lacks. */
export async function declareDigests(
	target: UploadTarget,
	files: readonly DigestedFile[],
	{ functions, timeoutMs, cancelSignal }: UploadOptions,
): Promise<NetlifyDeploy> {
	const digests = {
		files: Object.fromEntries(files.map((file) => [`/${file.path}`, file.sha1])),
		...(functions.length > 0 && {
			functions: Object.fromEntries(functions.map(({ name, sha256 }) => [name, sha256])),
		}),
		async: files.length > backgroundFrom,
	};
	await sendWhileNew(target, async () => await putDigests(target, digests));
	const what = `The comparison of digests for Netlify deploy ${target.deployId}`;
	const result = await pollUntil({
		what,
		timeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: async () => await readDeploy(target.client, target.siteId, target.deployId),
		assess: ({ state }) => ({
			phase: state === 'new' || state === 'preparing' ? 'pending' : 'succeeded',
			seen: state ?? '',
		}),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	return result.value;
}
