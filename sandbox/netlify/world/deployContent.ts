import { createHash } from 'node:crypto';

/** What a deploy serves. Paths have no leading slash. */
export interface DeployContent {
	readonly size: number;
	paths(): Iterable<string>;
	has(path: string): boolean;
	/** `undefined` when the path is unknown or its bytes were not uploaded yet. */
	read(path: string): Buffer | undefined;
	sha1(path: string): string | undefined;
}

export function sha1Hex(bytes: Buffer | Uint8Array | string): string {
	return createHash('sha1').update(bytes).digest('hex');
}

/** File contents by digest: each is held once, however many sites and deploys name it. */
export class ContentStore {
	private readonly bytesByDigest = new Map<string, Buffer>();

	has(digest: string): boolean {
		return this.bytesByDigest.has(digest);
	}

	get(digest: string): Buffer | undefined {
		return this.bytesByDigest.get(digest);
	}

	put(digest: string, bytes: Buffer): void {
		if (!this.bytesByDigest.has(digest)) this.bytesByDigest.set(digest, bytes);
	}

	get size(): number {
		return this.bytesByDigest.size;
	}
}

export const EMPTY_CONTENT: DeployContent = {
	size: 0,
	paths: () => [],
	has: () => false,
	read: () => undefined,
	sha1: () => undefined,
};

/** A deploy made of digests, its bytes in the store. */
export function digestContent(store: ContentStore, digestByPath: ReadonlyMap<string, string>): DeployContent {
	return {
		size: digestByPath.size,
		paths: () => digestByPath.keys(),
		has: (path) => digestByPath.has(path),
		read(path) {
			const digest = digestByPath.get(path);
			return digest === undefined ? undefined : store.get(digest);
		},
		sha1: (path) => digestByPath.get(path),
	};
}

/** A deploy made from a commit's tree, with a front page when the tree has none. */
export function treeContent(files: Readonly<Record<string, string>>, frontPage: string): DeployContent {
	const textOf = (path: string): string | undefined => {
		if (Object.hasOwn(files, path)) return files[path];
		return path === 'index.html' ? frontPage : undefined;
	};
	const paths = Object.keys(files);
	if (!Object.hasOwn(files, 'index.html')) paths.push('index.html');
	return {
		size: paths.length,
		paths: () => paths,
		has: (path) => textOf(path) !== undefined,
		read(path) {
			const text = textOf(path);
			return text === undefined ? undefined : Buffer.from(text, 'utf8');
		},
		sha1(path) {
			const text = textOf(path);
			return text === undefined ? undefined : sha1Hex(text);
		},
	};
}
