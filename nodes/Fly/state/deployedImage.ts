import type { IDataObject } from 'n8n-workflow';

import { parseImageReference, pinnedImage } from '../../deployment/values/imageReference';
import { isRecord, listAt, textAt } from '../../deployment/values/jsonFields';
import type { FlyConfig, FlyMachine } from '../api/types';
import { containersOf, type Container } from './containers';
import { markOn, releaseIdOf, withMarks } from './marks';

/** Metadata that names the containers which a release gave its image: `<release id>/<names, with commas>`. */
const containersKey = 'slipway_containers';

/** The image of the containers that a deploy gave one, or the machine's own. */
export function deployedImage(config: FlyConfig | null | undefined): string | null {
	const names = deployedContainers(config);
	const first = containersOf(config).find(({ name }) => names.includes(name));
	return first?.image ?? textAt(config, 'image') ?? containersOf(config)[0]?.image ?? null;
}

/** The digest of what a deploy put on a machine: of its image, or of the containers that were given it; null where it is not reported. */
export function deployedDigest(machine: FlyMachine): string | null {
	const { config } = machine;
	const names = deployedContainers(config);
	if (names.length === 0) return machine.image_ref?.digest ?? null;
	// Fly reports no digest of a container: it is what the machine's version names it by.
	const digests = new Set(
		containersOf(config)
			.filter(({ name }) => names.includes(name))
			.map(({ image }) => {
				const parsed = parseImageReference(image);
				return parsed.ok ? parsed.image.digest : null;
			}),
	);
	const [only = null] = digests;
	return digests.size === 1 ? only : null;
}

/** The configuration with a release's image for the machine, or for these of its containers alone. */
export function withImage(config: FlyConfig, image: string, names: readonly string[], releaseId: string): FlyConfig {
	if (names.length === 0) return { ...config, image };
	const changed: FlyConfig = {
		...config,
		// flyctl keeps the deployed image here, too; where it was left out, it stays so.
		...(config.image !== undefined && { image }),
		containers: imagesReplaced(config, ({ name }) => (names.includes(name) ? image : null)),
	};
	return withMarks(changed, { [containersKey]: `${releaseId}/${names.join(',')}` });
}

/** The configuration with the deployed image by its digest. Null leaves it as it is. */
export function withDigest(config: FlyConfig, digest: string | null): FlyConfig {
	const names = deployedContainers(config);
	const own = textAt(config, 'image');
	return {
		...config,
		...(own !== null && { image: pinnedImage(own, digest) }),
		...(names.length > 0 && {
			containers: imagesReplaced(config, ({ name, image }) =>
				names.includes(name) ? pinnedImage(image, digest) : null,
			),
		}),
	};
}

/** A configuration as it was, with the image that it stood for then: its tag may have moved. */
export function recordedConfig(machine: FlyMachine): FlyConfig {
	const config = machine.config ?? {};
	const digest = machine.image_ref?.digest ?? null;
	const own = textAt(config, 'image');
	const pinned: FlyConfig = own === null ? { ...config } : { ...config, image: pinnedImage(own, digest) };
	if (containersOf(config).length === 0) return pinned;
	return {
		...pinned,
		containers: imagesReplaced(config, ({ image }) => (image === own ? pinnedImage(image, digest) : null)),
	};
}

/** By the mark of the release that the machine carries: flyctl keeps the marks of releases before. */
function deployedContainers(config: FlyConfig | null | undefined): string[] {
	const mark = markOn(config, containersKey) ?? '';
	const release = releaseIdOf(config) ?? '';
	if (release === '' || !mark.startsWith(`${release}/`)) return [];
	const names = mark.slice(release.length + 1).split(',');
	return containersOf(config).flatMap(({ name }) => (names.includes(name) ? [name] : []));
}

function imagesReplaced(config: FlyConfig, imageFor: (container: Container) => string | null): IDataObject[] {
	const known = containersOf(config);
	return listAt(config, 'containers').map((container, index) => {
		const image = known[index] ? imageFor(known[index]) : null;
		const kept = isRecord(container) ? { ...container } : {};
		return (image === null ? kept : { ...kept, image }) as IDataObject;
	});
}
