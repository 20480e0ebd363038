import { phaseOf } from '../../deployment/state/deploymentState';
import { imageText, parseImageReference } from '../../deployment/values/imageReference';
import type { FlyRelease } from '../api/types';
import { isCanary } from './canaryConfig';
import { deployedDigest } from './deployedImage';
import type { DeployableMachine } from './managedMachines';
import { markOn, releaseIdOf, runIdKey } from './marks';
import { releaseStatus } from './releaseStatus';

/** A release that has not ended, since its run died or its time was up, and how far it came. */
export interface ResumedRelease {
	readonly release: FlyRelease;
	/** The mark of its run on the machines that have it; null where none has. */
	readonly runId: string | null;
	/** Ids of the machines that have it already. */
	readonly doneIds: ReadonlySet<string>;
	/** Of the image that they have, wherever its tag has gone since. */
	readonly digest: string | null;
	/** What was left of its canaries. */
	readonly canaries: readonly DeployableMachine[];
}

/**
 * The release of that id or version, where it can be gone on with: it has not ended, no newer one was made,
 * and it is of that image. Else null: the image is deployed as a release of its own, which comes to the same.
 */
export function resumedRelease(
	releases: readonly FlyRelease[],
	machines: readonly DeployableMachine[],
	{ entered, image }: { readonly entered: string; readonly image: string },
): ResumedRelease | null {
	const [release] = releases;
	if (!release || !isNamed(release, entered)) return null;
	const { state } = releaseStatus(release.status);
	if (state === 'unknown' || phaseOf(state) !== 'pending' || !isSameName(release.imageRef ?? '', image)) return null;
	const having = machines.filter(({ config }) => releaseIdOf(config) === release.id);
	const serving = having.filter(({ config }) => !isCanary(config));
	const runId = serving.map(({ config }) => markOn(config, runIdKey)).find((mark) => mark !== null) ?? null;
	const done = serving.filter(({ config }) => runId !== null && markOn(config, runIdKey) === runId);
	return {
		release,
		runId,
		doneIds: new Set(done.map(({ machine }) => machine.id)),
		digest: done.map(({ machine }) => deployedDigest(machine)).find((digest) => digest !== null) ?? null,
		canaries: having.filter(({ config }) => isCanary(config)),
	};
}

/** By its id or its version. */
export function isNamed({ id, version }: FlyRelease, entered: string): boolean {
	return entered === id || entered.replace(/^v/, '') === String(version);
}

/** By registry, repository and tag: its record may have the digest, too. */
function isSameName(one: string, other: string): boolean {
	return nameOf(one) === nameOf(other);
}

function nameOf(image: string): string {
	const parsed = parseImageReference(image);
	return parsed.ok
		? imageText({ ...parsed.image, digest: parsed.image.tag === null ? parsed.image.digest : null })
		: image;
}
