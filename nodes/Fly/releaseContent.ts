import { imageText, parseImageReference } from '../deployment/values/imageReference';
import { isRecord, listAt, textAt } from '../deployment/values/jsonFields';
import { containersOf, deployedDigest, deployedImage } from './containers';
import type { ManagedMachine } from './processGroups';
import { configUnder, type HistoryOf } from './recordedConfigurations';
import { recordOf } from './releases';
import type { FlyConfig, FlyMachine, FlyRelease } from './types';

/** Whether a release gave machines something else; `unknown` where its configuration is not kept any more. */
export type Difference = 'same' | 'differs' | 'unknown';

/** What is compared with: all that the machines had under the release that runs, or only what they have now. */
export type ComparedWith = 'release' | 'now';

/**
 * How releases differ from the one that runs, by image and configuration. A release that only brought
 * secrets, a restart or the same image again is no other one: to go back to it would change nothing.
 */
export function releaseComparison(
	current: FlyRelease,
	machines: readonly ManagedMachine[],
	historyOf: HistoryOf,
): (release: FlyRelease, comparedWith: ComparedWith) => Difference {
	const running = machines.find(({ config }) => textAt(config, 'metadata', 'fly_release_id') === current.id);
	const currentImage = imageUnder(current, machines, historyOf, running?.machine);
	return (release, comparedWith) => {
		const image = imageUnder(release, machines, historyOf);
		const others =
			comparedWith === 'now' ? machines.map(({ machine }) => imageNow(machine)) : [currentImage];
		let isKnown = true;
		for (const other of others) {
			if (image === null || other === null) isKnown = false;
			else if (!isSameImage(image, other)) return 'differs';
		}
		for (const managed of machines) {
			const then = configUnder(release, managed, machines, historyOf);
			if (then === null) {
				isKnown = false;
				continue;
			}
			const nows = configsNow(current, managed, historyOf, comparedWith);
			const wanted = essence(then.config);
			if (!nows.some((now) => essence(now) === wanted)) return 'differs';
		}
		return isKnown ? 'same' : 'unknown';
	};
}

/** What a machine has, as its versions tell it, or as the machine itself does where they do not. */
function configsNow(
	current: FlyRelease,
	{ machine, config }: ManagedMachine,
	historyOf: HistoryOf,
	comparedWith: ComparedWith,
): FlyConfig[] {
	const { configurations } = historyOf(machine.id);
	const newest = configurations[0] ?? config;
	const ofRelease = configurations.filter((kept) => textAt(kept, 'metadata', 'fly_release_id') === current.id);
	return comparedWith === 'now' ? [newest] : [newest, ...ofRelease];
}

interface ComparedImage {
	/** Registry, repository and tag. */
	readonly name: string;
	readonly digest: string | null;
}

function imageUnder(
	release: FlyRelease,
	machines: readonly ManagedMachine[],
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

function imageNow(machine: FlyMachine): ComparedImage | null {
	return comparedImage(deployedImage(machine.config) ?? '', deployedDigest(machine));
}

function comparedImage(written: string, digest: string | null): ComparedImage | null {
	const parsed = parseImageReference(written);
	if (!parsed.ok) return null;
	return { name: imageText({ ...parsed.image, digest: null }), digest: digest ?? parsed.image.digest };
}

/** By digest where both are known; else by name: nothing shows then that a tag has moved. */
function isSameImage(one: ComparedImage, other: ComparedImage): boolean {
	return one.digest !== null && other.digest !== null ? one.digest === other.digest : one.name === other.name;
}

/** Metadata that every release, run and tool writes anew. */
const markPattern = /^(?:fly_release_|fly_flyctl_version$|fly_bluegreen_|slipway_)/;

/** A configuration without its image and what names the release, as one text: what else the program runs with. */
function essence(config: FlyConfig): string {
	const { image, metadata, mounts, ...rest } = config;
	// A volume belongs to its machine, whatever release it has.
	void [image, mounts];
	const repository = repositoryIn(deployedImage(config) ?? '');
	const kept = canonical({
		...rest,
		metadata: Object.fromEntries(
			Object.entries(isRecord(metadata) ? metadata : {}).filter(([name]) => !markPattern.test(name)),
		),
		...(containersOf(config).length > 0 && {
			containers: listAt(config, 'containers').map((container) =>
				isRecord(container) && repositoryIn(String(container.image ?? '')) === repository
					? { ...container, image: undefined }
					: container,
			),
		}),
	});
	return JSON.stringify(kept);
}

function repositoryIn(image: string): string {
	const parsed = parseImageReference(image);
	return parsed.ok ? imageText({ ...parsed.image, tag: null, digest: null }) : image;
}

/** Older and newer spellings of the same, what is not there, and any order of names, made one. */
function canonical(value: unknown, name = ''): unknown {
	if (name === 'autostop' && typeof value === 'boolean') return value ? 'stop' : 'off';
	if (Array.isArray(value)) return value.map((entry: unknown) => canonical(entry));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([key, inner]) => {
			const kept = canonical(inner, key);
			const isEmpty = kept === null || kept === undefined || (isRecord(kept) && Object.keys(kept).length === 0);
			return isEmpty ? [] : [[key, kept]];
		}),
	);
}
