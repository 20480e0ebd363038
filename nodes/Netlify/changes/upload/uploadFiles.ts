import { OperationFailure } from '../../../shared/operation/errors';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { encodeFilePath, path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { pollUntil, timedOut } from '../../../shared/waiting/pollUntil';
import { readDeploy } from '../../api/deploys';
import type { NetlifyDeploy } from '../../api/types';
import { refuseIfStopped } from '../refuseIfStopped';
import { writeOnce } from '../makeDeployOnce';
import type { FunctionBundle } from '../../fields/files/functionsParameter';
import type { DigestedFile } from '../../api/files/siteFile';

/** From this many files on Netlify compares their digests in the background, as its own tool asks it to. */
const backgroundFrom = 100;
/** One archive may take its time on a slow line. */
const zipTimeoutMs = 600_000;

export interface UploadTarget {
	readonly client: PlatformClient;
	readonly siteId: string;
	readonly deployId: string;
}

export interface UploadOptions {
	readonly concurrency: number;
	readonly timeoutMs: number;
	readonly functions: readonly FunctionBundle[];
	/** What all functions run on: `js`, `go` or `rs`. */
	readonly functionsRuntime: string;
	/** Ends the upload when a person stops the execution. */
	readonly cancelSignal?: AbortSignal;
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
	const { client, deployId } = target;
	const declared = await declareDigests(target, files, options);
	const fileByDigest = new Map(files.map((file) => [file.sha1, file]));
	const missing = [...new Set(declared.required ?? [])].map((sha1) => {
		const file = fileByDigest.get(sha1);
		if (file) return file;
		throw new OperationFailure(
			`Netlify asks for contents ${sha1}, which none of the files has`,
			'Run this again; if it stays, use the zip upload',
		);
	});
	await mapConcurrently(missing, options.concurrency, async (file) => {
		refuseIfStopped(options.cancelSignal);
		await client.request({
			method: 'PUT',
			path: `${path`/deploys/${deployId}`}/files/${encodeFilePath(file.path)}`,
			headers: { 'Content-Type': 'application/octet-stream' },
			body: await file.read(),
		});
	});
	await uploadFunctions(target, declared.required_functions ?? [], options);
	return missing.length;
}

/** Sends the functions that Netlify lacks; it knows them by the SHA-256 of their zip. */
async function uploadFunctions(
	{ client, deployId }: UploadTarget,
	required: readonly string[],
	options: UploadOptions,
): Promise<void> {
	const { functions, functionsRuntime, concurrency } = options;
	const unknown = required.find((sha256) => functions.every((bundle) => bundle.sha256 !== sha256));
	if (unknown !== undefined) {
		throw new OperationFailure(
			`Netlify asks for function ${unknown}, which none of the zip files is`,
			'Run this again; if it stays, look at the deploy in Netlify',
		);
	}
	const missing = functions.filter(({ sha256 }) => required.includes(sha256));
	await mapConcurrently(missing, concurrency, async ({ name, zip }) => {
		refuseIfStopped(options.cancelSignal);
		await client.request({
			method: 'PUT',
			path: path`/deploys/${deployId}/functions/${name}`,
			query: { runtime: functionsRuntime, size: zip.length },
			headers: { 'Content-Type': 'application/octet-stream' },
			body: zip,
		});
	});
}

/** Sends a whole deploy as one archive. */
export async function uploadZip(target: UploadTarget, zip: Buffer): Promise<void> {
	await sendWhileNew(target, async () =>
		await target.client.object<NetlifyDeploy>({
			method: 'PUT',
			path: path`/sites/${target.siteId}/deploys/${target.deployId}`,
			headers: { 'Content-Type': 'application/zip' },
			body: zip,
			safeToRepeat: false,
			timeoutMs: zipTimeoutMs,
		}),
	);
}

async function declareDigests(
	target: UploadTarget,
	files: readonly DigestedFile[],
	{ functions, timeoutMs, cancelSignal }: UploadOptions,
): Promise<NetlifyDeploy> {
	const { client, siteId, deployId } = target;
	await sendWhileNew(target, async () =>
		await client.object<NetlifyDeploy>({
			method: 'PUT',
			path: path`/sites/${siteId}/deploys/${deployId}`,
			body: {
				files: Object.fromEntries(files.map((file) => [`/${file.path}`, file.sha1])),
				...(functions.length > 0 && {
					functions: Object.fromEntries(functions.map(({ name, sha256 }) => [name, sha256])),
				}),
				async: files.length > backgroundFrom,
			},
			safeToRepeat: false,
		}),
	);
	const what = `The comparison of digests for Netlify deploy ${deployId}`;
	const result = await pollUntil({
		what,
		timeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: async () => await readDeploy(client, siteId, deployId),
		assess: ({ state }) => ({
			phase: state === 'new' || state === 'preparing' ? 'pending' : 'succeeded',
			seen: state ?? '',
		}),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
	return result.value;
}

/** A write that a deploy takes once: after a lost answer it is only sent again if the deploy is still empty. */
async function sendWhileNew(
	{ client, siteId, deployId }: UploadTarget,
	send: () => Promise<NetlifyDeploy>,
): Promise<void> {
	await writeOnce(send, async () => {
		const deploy = await readDeploy(client, siteId, deployId);
		return deploy.state === 'new' ? null : deploy;
	});
}
