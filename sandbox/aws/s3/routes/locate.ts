import type { SandboxRequest } from '../../../kernel/platform';
import type { BucketStore } from '../world';

/** What a request is about; both empty for the account. */
export interface Place {
	readonly bucket: string;
	readonly key: string;
}

/**
 * Path style (`/bucket/key`) and virtual host style (`bucket.s3.example/key`): a bucket that the host's name begins
 * with is meant, and so is what stands before `.localhost`.
 */
export function locate(request: SandboxRequest, store: BucketStore): Place {
	const path = decodeURIComponent(request.path.slice(1));
	const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
	const inHost =
		[...store.buckets.keys()].find((name) => host.startsWith(`${name}.`)) ?? /^(.+)\.localhost$/.exec(host)?.[1];
	if (inHost !== undefined) return { bucket: inHost, key: path };
	const at = path.indexOf('/');
	return at < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, at), key: path.slice(at + 1) };
}
