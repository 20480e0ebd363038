import type { IDataObject } from 'n8n-workflow';

import { encodeFilePath, path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { NetlifyDeploy } from './types';

/** One archive may take its time on a slow line. */
const archiveTimeoutMs = 600_000;
const bytes = { 'Content-Type': 'application/octet-stream' };

/** The deploy that takes an upload. */
export interface UploadTarget {
	readonly client: PlatformClient;
	readonly siteId: string;
	readonly deployId: string;
}

/** An empty deploy, which takes its files afterwards; its title tells it apart. */
export async function createDeploy(
	client: PlatformClient,
	siteId: string,
	title: string,
	kind: { readonly draft: boolean; readonly branch: string },
): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'POST',
		path: path`/sites/${siteId}/deploys`,
		query: { title },
		body: { draft: kind.draft, ...(kind.branch && { branch: kind.branch }) },
		safeToRepeat: false,
	});
}

/** Names the digests of all files and functions of a deploy. */
export async function putDigests(
	{ client, siteId, deployId }: UploadTarget,
	digests: IDataObject,
): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'PUT',
		path: path`/sites/${siteId}/deploys/${deployId}`,
		body: digests,
		safeToRepeat: false,
	});
}

/** Sends all files of a deploy as one archive. */
export async function putArchive({ client, siteId, deployId }: UploadTarget, zip: Buffer): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'PUT',
		path: path`/sites/${siteId}/deploys/${deployId}`,
		headers: { 'Content-Type': 'application/zip' },
		body: zip,
		safeToRepeat: false,
		timeoutMs: archiveTimeoutMs,
	});
}

export async function putFile({ client, deployId }: UploadTarget, filePath: string, content: Buffer): Promise<void> {
	await client.request({
		method: 'PUT',
		path: `${path`/deploys/${deployId}`}/files/${encodeFilePath(filePath)}`,
		headers: bytes,
		body: content,
	});
}

export async function putFunction(
	{ client, deployId }: UploadTarget,
	name: string,
	runtime: string,
	zip: Buffer,
): Promise<void> {
	await client.request({
		method: 'PUT',
		path: path`/deploys/${deployId}/functions/${name}`,
		query: { runtime, size: zip.length },
		headers: bytes,
		body: zip,
	});
}
