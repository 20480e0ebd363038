import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { DigestedFile } from '../../api/files/siteFile';

export type UploadMethod = 'changedFiles' | 'zip';

/** Below this many new files, single uploads are as quick as an archive. */
const fewFiles = 100;
/** Netlify takes no more in one archive; more go one by one. */
const largestZipFiles = 25_000;
/** Unpacked. The archive is held in memory until it is sent. */
const largestZipBytes = 100 * 1024 * 1024;

export interface UploadPlan {
	readonly method: UploadMethod;
	readonly files: number;
	readonly totalBytes: number;
	/** Contents which the live deploy does not have. */
	readonly newContents: number;
}

/**
 * How the files get to Netlify. `automatic` sends only what is new, but in one archive where most
 * is: n8n opens a connection for every request, and Netlify allows 500 requests a minute.
 *
 * @throws OperationFailure for an archive that would be too large; ConfigurationError for functions, which no archive takes.
 */
export function chooseUploadMethod(
	wanted: string,
	files: readonly DigestedFile[],
	knownDigests: ReadonlySet<string>,
	hasFunctions = false,
): UploadPlan {
	const contents = new Set(files.map(({ sha1 }) => sha1));
	const newContents = [...contents].filter((sha1) => !knownDigests.has(sha1)).length;
	const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	const fitsInZip = files.length <= largestZipFiles && totalBytes <= largestZipBytes;
	if (wanted === 'zip' && hasFunctions) {
		throw new ConfigurationError(
			'Functions cannot be deployed with Upload Method Zip',
			'Set Upload Method to Automatic or Changed Files',
		);
	}
	if (wanted === 'zip' && !fitsInZip) {
		throw new OperationFailure(
			`One zip takes at most ${largestZipFiles} files and ${largestZipBytes} bytes; these are ${files.length} files and ${totalBytes} bytes`,
			'Set Upload Method to Automatic or Changed Files',
		);
	}
	const isMostlyNew = newContents > fewFiles && newContents * 2 > contents.size;
	const method: UploadMethod =
		wanted === 'zip' || (wanted !== 'changedFiles' && !hasFunctions && isMostlyNew && fitsInZip)
			? 'zip'
			: 'changedFiles';
	return { method, files: files.length, totalBytes, newContents };
}
