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
