import { imageText, parseImageReference } from '../../deployment/values/imageReference';
import type { FlyConfig, FlyMachine, FlyRelease } from '../api/types';
import { deployedDigest, deployedImage } from './deployedImage';
import type { DeployableMachine } from './managedMachines';
import { configUnder, type HistoryOf } from './recordedConfigurations';
import { recordOf } from './releaseRecord';

export interface ComparedImage {
	/** Registry, repository and tag. */
	readonly name: string;
	readonly digest: string | null;
}

/** The image that a release gave the machines, as far as it is kept. */
export function imageUnder(
	release: FlyRelease,
	machines: readonly DeployableMachine[],
	historyOf: HistoryOf,
	running?: FlyMachine,
): ComparedImage | null {
	const kept = machines.flatMap((managed): FlyConfig[] => {
		const found = configUnder(release, managed, machines, historyOf);
		return found ? [found.config] : [];
	});
	const digest = recordOf(release)?.digest ?? (running ? deployedDigest(running) : null);
	return comparedImage(releaseImage(release, kept), digest);
}

/** A release's image as it was written: with its digest, where one of its configurations has it. */
export function releaseImage(release: FlyRelease, configurations: readonly FlyConfig[]): string {
	const written = configurations.flatMap((config) => deployedImage(config) ?? []);
	const pinned = written.find((image) => image.includes('@'));
	return recordOf(release)?.image || pinned || written[0] || release.imageRef || '';
}

export function imageNow(machine: FlyMachine): ComparedImage | null {
	return comparedImage(deployedImage(machine.config) ?? '', deployedDigest(machine));
}

function comparedImage(written: string, digest: string | null): ComparedImage | null {
	const parsed = parseImageReference(written);
	if (!parsed.ok) return null;
	return { name: imageText({ ...parsed.image, digest: null }), digest: digest ?? parsed.image.digest };
}

/** By digest where both are known; else by name: nothing shows then that a tag has moved. */
export function isSameImage(one: ComparedImage, other: ComparedImage): boolean {
	return one.digest !== null && other.digest !== null ? one.digest === other.digest : one.name === other.name;
}
