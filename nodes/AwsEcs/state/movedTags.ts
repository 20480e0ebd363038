import type { PastDeployment } from './history';
import { pinnedInsteadOfTag } from './images';

export interface MovedTag {
	readonly container: string;
	/** The reference that pulls today what the revision ran then. */
	readonly pinnedImage: string;
	readonly image: string;
	readonly digestSince: string;
}

/** Images of a past deployment whose tag stood for another digest in a later one: to deploy it again would pull that. */
export function movedTags(past: PastDeployment, history: readonly PastDeployment[]): MovedTag[] {
	const later = history.slice(0, history.indexOf(past)).flatMap(({ revision }) => revision?.containerImages ?? []);
	return (past.revision?.containerImages ?? []).flatMap(({ containerName = '', image = '', imageDigest }) => {
		const pinnedImage = imageDigest === undefined ? null : pinnedInsteadOfTag(image, imageDigest);
		if (pinnedImage === null) return [];
		const newest = later.find((other) => other.image === image && other.imageDigest !== undefined);
		if (newest?.imageDigest === undefined || newest.imageDigest === imageDigest) return [];
		return [{ container: containerName, image, pinnedImage, digestSince: newest.imageDigest }];
	});
}
