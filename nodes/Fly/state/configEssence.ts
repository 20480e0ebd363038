import { isRecord, listAt } from '../../deployment/values/jsonFields';
import type { FlyConfig } from '../api/types';
import { containersOf } from './containers';
import { deployedImage } from './deployedImage';
import { imageRepository } from './imageRepository';

/** Metadata that every release, run and tool writes anew. */
const markPattern = /^(?:fly_release_|fly_flyctl_version$|fly_bluegreen_|slipway_)/;

/** A configuration without its image and what names the release, as one string: what else the program runs with. */
export function essenceOf(config: FlyConfig): string {
	const { image, metadata, mounts, ...rest } = config;
	// A volume belongs to its machine, whatever release it has.
	void [image, mounts];
	const own = deployedImage(config) ?? '';
	const kept = canonical({
		...rest,
		metadata: Object.fromEntries(
			Object.entries(isRecord(metadata) ? metadata : {}).filter(([name]) => !markPattern.test(name)),
		),
		...(containersOf(config).length > 0 && {
			containers: listAt(config, 'containers').map((container) =>
				isRecord(container) && isSameRepository(String(container.image ?? ''), own)
					? { ...container, image: undefined }
					: container,
			),
		}),
	});
	return JSON.stringify(kept);
}

function isSameRepository(one: string, other: string): boolean {
	return (imageRepository(one) ?? one) === (imageRepository(other) ?? other);
}

/** Older and newer spellings of the same, what is not there, and any order of names, made one. */
function canonical(value: unknown, name = ''): unknown {
	if (name === 'autostop' && typeof value === 'boolean') return value ? 'stop' : 'off';
	if (Array.isArray(value)) return value.map((entry: unknown) => canonical(entry));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([left], [right]) => (left < right ? -1 : 1))
			.flatMap(([key, inner]) => {
				const kept = canonical(inner, key);
				const isEmpty = kept === null || kept === undefined || (isRecord(kept) && Object.keys(kept).length === 0);
				return isEmpty ? [] : [[key, kept]];
			}),
	);
}
