import { commitOfTag } from '../deployment/values/imageReference';
import { OperationFailure } from '../shared/operation/errors';

/** `registry/path:tag@digest` in its parts. */
export interface ImageReference {
	readonly repository: string;
	readonly tag: string | null;
	readonly digest: string | null;
}

const pattern =
	/^((?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** Undefined when it does not parse. */
export function parseImageReference(image: string): ImageReference | undefined {
	const match = pattern.exec(image);
	if (!match?.[1]) return undefined;
	return { repository: match[1], tag: match[2] ?? null, digest: match[3] ?? null };
}

/** @throws OperationFailure when it does not parse. */
export function requireImage(image: string, container: string): ImageReference {
	const reference = parseImageReference(image);
	if (reference) return reference;
	throw new OperationFailure(
		image === ''
			? `The image for container ${container} is empty`
			: `The image for container ${container} cannot be read: "${image}"`,
		'Give it as registry/repository:tag or registry/repository@sha256:digest, with the repository in lower case',
	);
}

/** @throws OperationFailure when it is neither empty nor a SHA-256 digest. */
export function requireDigest(digest: string, container: string): string | null {
	if (digest === '') return null;
	if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
	throw new OperationFailure(
		`The expected digest for container ${container} cannot be read: "${digest}"`,
		'Give it as sha256: and 64 hexadecimal digits, as docker push and the registry show it',
	);
}

/** The commit that an image's tag names, such as `main-1a2b3c4`; null when it names none for certain. */
export function commitOf(image: string | undefined): string | null {
	const tag = image === undefined ? null : (parseImageReference(image)?.tag ?? null);
	return tag === null ? null : commitOfTag(tag);
}

/** `sha256:0123456789ab`, for a person. */
export function shortDigest(digest: string): string {
	return digest.slice(0, 'sha256:'.length + 12);
}
