import { imageText, parseImageReference } from '../../deployment/values/imageReference';

/** Registry and repository of an image; null when it cannot be read. */
export function imageRepository(image: string): string | null {
	const parsed = parseImageReference(image);
	return parsed.ok ? imageText({ ...parsed.image, tag: null, digest: null }) : null;
}
