import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { DigestedFile } from '../../api/files/siteFile';
import { writeZip } from '../../api/files/zipWriter';
import { listSiteFiles } from '../../api/sites';
import type { NetlifySite } from '../../api/types';
import { putArchive, putFile, type UploadTarget } from '../../api/uploads';
import { assertNotStopped } from '../assertNotStopped';
import { declareDigests } from './declareDigests';
import { sendWhileNew } from './sendWhileNew';
import type { UploadOptions } from './uploadOptions';
import { uploadFunctions } from './uploadFunctions';

/** Each file is in memory while it is sent, so that of large ones only a few are; what they take is the line's time anyway. */
const large = { fromBytes: 2 * 1024 * 1024, atOnce: 4 };

/** Digests of what the site serves now: read-only, so that a dry run can tell what is new too. */
export async function publishedDigests(client: PlatformClient, site: NetlifySite): Promise<ReadonlySet<string>> {
	if (!site.published_deploy) return new Set();
	const files = await listSiteFiles(client, site.id);
	return new Set(files.flatMap(({ sha }) => sha ?? []));
}

/**
 * Names all digests, then sends only the contents that Netlify asks for.
 *
 * @returns how many files were sent. @throws OperationFailure when Netlify asks for something else.
 */
export async function uploadChangedFiles(
	target: UploadTarget,
	files: readonly DigestedFile[],
	options: UploadOptions,
): Promise<number> {
	const declared = await declareDigests(target, files, options);
	const fileByDigest = new Map(files.map((file) => [file.sha1, file]));
	const missing = [...new Set(declared.required ?? [])].map((sha1) => {
		const file = fileByDigest.get(sha1);
		if (file) return file;
		throw new OperationFailure(
			`Netlify asks for contents ${sha1}, which none of the files has`,
			'Run this again. If it happens again, set Upload Method to Zip',
		);
	});
	const send = async (file: DigestedFile): Promise<void> => {
		assertNotStopped(options.cancelSignal);
		await putFile(target, file.path, await file.read());
	};
	const isLarge = ({ sizeBytes }: DigestedFile): boolean => sizeBytes > large.fromBytes;
	await mapConcurrently(missing.filter(isLarge), Math.min(options.concurrency, large.atOnce), send);
	await mapConcurrently(
		missing.filter((file) => !isLarge(file)),
		options.concurrency,
		send,
	);
	await uploadFunctions(target, declared.required_functions ?? [], options);
	return missing.length;
}

/** Sends a whole deploy as one archive: as it came, or made of the files. @returns how many files were sent. */
export async function uploadArchive(
	target: UploadTarget,
	files: readonly DigestedFile[],
	zip: Buffer | undefined,
): Promise<number> {
	const archive = zip ?? (await writeZip(files));
	await sendWhileNew(target, async () => await putArchive(target, archive));
	return files.length;
}
