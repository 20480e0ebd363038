import type { JsonObject } from '../model';
import { blobSha, treeSha } from '../world/gitData';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import type { GitHubUrls } from './urls';

export interface ContentPlace {
	readonly urls: GitHubUrls;
	readonly fullName: string;
	/** The branch, tag or commit that was asked about. */
	readonly ref: string;
}

type Files = Readonly<Record<string, string>>;

export function representFile(place: ContentPlace, path: string, text: string): JsonObject {
	const encoded = Buffer.from(text).toString('base64');
	return {
		...entry(place, 'file', path, { sha: blobSha(text), size: Buffer.byteLength(text) }),
		// GitHub breaks its base64 after sixty characters, and ends it with a line break.
		content: encoded.replace(/.{1,60}/g, '$&\n'),
		encoding: 'base64',
	};
}

/** What lies directly in a folder; an empty `path` is the root. */
export function representFolder(place: ContentPlace, path: string, files: Files): JsonObject[] {
	const prefix = path === '' ? '' : `${path}/`;
	const names = new Set<string>();
	for (const file of Object.keys(files)) {
		if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split('/')[0] ?? '');
	}
	return [...names].sort().map((name) => {
		const own = `${prefix}${name}`;
		const text = files[own];
		if (text !== undefined) return entry(place, 'file', own, { sha: blobSha(text), size: Buffer.byteLength(text) });
		const below = Object.fromEntries(Object.entries(files).filter(([file]) => file.startsWith(`${own}/`)));
		return entry(place, 'dir', own, { sha: treeSha(below), size: 0 });
	});
}

function entry(
	{ urls, fullName, ref }: ContentPlace,
	type: 'file' | 'dir',
	path: string,
	{ sha, size }: { readonly sha: string; readonly size: number },
): JsonObject {
	const encoded = path.split('/').map(encodeURIComponent).join('/');
	const api = repositoryApiUrl(urls, fullName);
	const web = repositoryWebUrl(urls, fullName);
	const url = `${api}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
	const kind = type === 'file' ? 'blob' : 'tree';
	const gitUrl = `${api}/git/${kind}s/${sha}`;
	const htmlUrl = `${web}/${kind}/${ref}/${encoded}`;
	return {
		name: path.split('/').at(-1) ?? '',
		path,
		sha,
		size,
		url,
		html_url: htmlUrl,
		git_url: gitUrl,
		download_url: type === 'file' ? `${web}/raw/${ref}/${encoded}` : null,
		type,
		_links: { self: url, git: gitUrl, html: htmlUrl },
	};
}
