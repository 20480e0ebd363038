import type { TaskDefinition } from '@aws-sdk/client-ecs';

import {
	commitOfTag,
	type ImageReference,
	imageText,
	parseImageReference,
} from '../../deployment/values/imageReference';

/** Container to image reference. */
export function imagesOf(definition: TaskDefinition): Map<string, string> {
	return new Map((definition.containerDefinitions ?? []).map(({ name, image }) => [name ?? '', image ?? '']));
}

/** Container to the digest that its image reference pins, where it pins one. */
export function pinnedDigests(definition: TaskDefinition): Map<string, string> {
	return new Map(
		[...imagesOf(definition)].flatMap(([container, image]): [string, string][] => {
			const digest = digestIn(image);
			return digest === null ? [] : [[container, digest]];
		}),
	);
}

/** The containers whose image differs between two task definitions. */
export function changedContainers(before: TaskDefinition, after: TaskDefinition): string[] {
	const images = imagesOf(before);
	return [...imagesOf(after)]
		.filter(([container, image]) => images.get(container) !== image)
		.map(([container]) => container);
}

/** The digest that an image reference pins; null where it pins none. */
export function digestIn(image: string | undefined): string | null {
	return referenceIn(image)?.digest ?? null;
}

/** The commit that an image's tag names, such as `main-1a2b3c4`; null when it names none for certain. */
export function commitOf(image: string | undefined): string | null {
	const tag = referenceIn(image)?.tag ?? null;
	return tag === null ? null : commitOfTag(tag);
}

/** `repository@digest` of an image that a tag alone names; null where it names its digest, or cannot be read. */
export function pinnedInsteadOfTag(image: string, digest: string): string | null {
	const reference = referenceIn(image);
	return reference?.digest === null ? imageText({ ...reference, tag: null, digest }) : null;
}

/** `sha256:0123456789ab`, for a person. */
export function shortDigest(digest: string): string {
	return digest.slice(0, 'sha256:'.length + 12);
}

function referenceIn(image: string | undefined): ImageReference | undefined {
	const parsed = parseImageReference(image ?? '');
	return parsed.ok ? parsed.image : undefined;
}
