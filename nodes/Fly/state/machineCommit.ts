import { commitOfTag, parseImageReference } from '../../deployment/values/imageReference';
import type { FlyMachine } from '../api/types';
import { deployedImage } from './deployedImage';

/** OCI's label for the commit that an image was built from. */
const revisionLabel = 'org.opencontainers.image.revision';

/** The commit that the label of a machine's image names; null where it has none. */
export function labelledCommit({ image_ref: image }: FlyMachine): string | null {
	return image?.labels?.[revisionLabel]?.trim().toLowerCase() || null;
}

/** The commit that a machine's image was built from: by its label, else by a tag that is one; empty where neither tells. */
export function commitOf(machine: FlyMachine): string {
	return labelledCommit(machine) ?? commitOfImage(deployedImage(machine.config));
}

/** The commit that an image's tag names; empty where it names none for certain. */
export function commitOfImage(written: string | null | undefined): string {
	const parsed = parseImageReference(written ?? '');
	return (parsed.ok && parsed.image.tag !== null && commitOfTag(parsed.image.tag)) || '';
}

/** Why machines do not run the commit that was asked for, by their image's label; null where none names another. */
export function anotherCommit(machines: readonly FlyMachine[], wanted: string | null): string | null {
	if (wanted === null) return null;
	const other = machines.map(labelledCommit).find((label) => label !== null && !isSameCommit(label, wanted));
	return other === undefined
		? null
		: `the image's label ${revisionLabel} names commit ${other}, not ${wanted}: it was built from something else`;
}

/** One may be written with its first digits only. */
function isSameCommit(label: string, wanted: string): boolean {
	return label.startsWith(wanted) || (label.length >= 7 && wanted.startsWith(label));
}
