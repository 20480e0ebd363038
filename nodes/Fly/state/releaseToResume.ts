import { phaseOf } from '../../deployment/state/deploymentState';
import type { FlyRelease } from '../api/types';
import { releaseStatus } from './releaseStatus';

/** The release that was named by its id or its version; null when it is none of these. */
export function namedRelease(releases: readonly FlyRelease[], entered: string): FlyRelease | null {
	return releases.find(({ id, version }) => entered === id || entered.replace(/^v/, '') === String(version)) ?? null;
}

/** Whether nothing of it can be under way any more: it has ended, or a newer one was made. */
export function isOver(releases: readonly FlyRelease[], release: FlyRelease): boolean {
	const { state } = releaseStatus(release.status);
	return releases[0]?.id !== release.id || (state !== 'unknown' && phaseOf(state) !== 'pending');
}

/**
 * The image of a release that is gone on with. Who only followed it may know no more than the digest of what its
 * machines run, which names no image that could be deployed.
 */
export function imageOfResumed(image: string, release: FlyRelease | null): string {
	return bareDigest.test(image) && release?.imageRef ? release.imageRef : image;
}

/** It reads like a repository `sha256` with a tag, and is none. */
export const bareDigest = /^sha256:[0-9a-f]{64}$/;
