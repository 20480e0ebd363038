import { textAt } from '../../deployment/values/jsonFields';
import { encodeFilePath } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubContent } from './types';

/** What lies in a folder of a branch; nothing where branch or folder is not there. A thousand entries at most are told. */
export async function listFolder(
	client: PlatformClient,
	{ apiPath }: Repository,
	folder: string,
	ref: string,
): Promise<GitHubContent[]> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${apiPath}/contents/${encodeFilePath(folder)}`,
		query: { ref },
		acceptStatuses: [404],
	});
	return status === 200 && Array.isArray(body) ? body : [];
}

/** A file's text, as it is on a branch; empty where GitHub does not tell it, as of one larger than a megabyte. */
export async function readText(
	client: PlatformClient,
	{ apiPath }: Repository,
	file: string,
	ref: string,
): Promise<string> {
	const body = await client.object({
		method: 'GET',
		path: `${apiPath}/contents/${encodeFilePath(file)}`,
		query: { ref },
	});
	if (textAt(body, 'encoding') !== 'base64') return '';
	return Buffer.from(textAt(body, 'content') ?? '', 'base64').toString('utf8');
}

/** A file as it is at a commit. */
export interface FileContent {
	/** Null for a folder, for what is not UTF-8, and for what GitHub does not tell, as above a megabyte. */
	readonly text: string | null;
	/** Git's own hash of its bytes. */
	readonly blob: string;
}

/** A file at a commit, branch or tag; null where it, or that, is not there. */
export async function readFile(
	client: PlatformClient,
	{ apiPath }: Repository,
	file: string,
	ref: string,
): Promise<FileContent | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${apiPath}/contents/${encodeFilePath(file)}`,
		query: { ref },
		acceptStatuses: [404],
	});
	if (status === 404) return null;
	const blob = textAt(body, 'sha') ?? '';
	if (textAt(body, 'encoding') !== 'base64') return { text: null, blob };
	const bytes = Buffer.from(textAt(body, 'content') ?? '', 'base64');
	const text = bytes.toString('utf8');
	return { text: Buffer.from(text, 'utf8').equals(bytes) ? text : null, blob };
}
