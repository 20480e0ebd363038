import type { IDataObject } from 'n8n-workflow';

import { parseImageReference, pinnedImage } from '../deployment/values/imageReference';
import { isRecord, listAt, textAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import type { ManagedMachine } from './processGroups';
import type { Fly } from './transport';
import type { FlyConfig, FlyMachine } from './types';

/** Metadata that names the containers which a release gave its image: `<release id>/<names, with commas>`. */
const containersKey = 'slipway_containers';

/** The container that flyctl deploys when it is told no other (superfly/flyctl, internal/containerconfig). */
const usualContainer = 'app';

/** One of the containers that a machine runs. */
export interface Container {
	readonly name: string;
	readonly image: string;
}

/** The containers of a machine in their order; none for a machine that runs its image alone. */
export function containersOf(config: FlyConfig | null | undefined): Container[] {
	return listAt(config, 'containers').map((container, index) => ({
		name: textAt(container, 'name') ?? `number ${index + 1}`,
		image: textAt(container, 'image') ?? '',
	}));
}

type ContainerChoice =
	| { readonly ok: true; readonly names: readonly string[] }
	| { readonly ok: false; readonly reason: string };

/**
 * Which containers of a machine get the image: those that are named; else `app`, as with flyctl; else
 * the only one, or the only one that runs the machine's own image, or one of that repository. flyctl
 * would take the first then, which may be a proxy's: where nothing tells, nothing is chosen. No name for
 * a machine without containers.
 */
export function chooseContainers(
	config: FlyConfig,
	image: string,
	wanted: readonly string[],
): ContainerChoice {
	const containers = containersOf(config);
	const names = containers.map(({ name }) => name);
	if (containers.length === 0) return { ok: true, names: [] };
	if (wanted.length > 0) {
		const missing = wanted.find((name) => !names.includes(name));
		if (missing === undefined) return { ok: true, names: wanted };
		return { ok: false, reason: `has no container "${missing}": it has ${names.join(', ')}` };
	}
	if (names.includes(usualContainer)) return { ok: true, names: [usualContainer] };
	if (names.length === 1) return { ok: true, names };
	const own = textAt(config, 'image');
	const [exact, ...more] = containers.filter((container) => container.image === own);
	if (exact && more.length === 0) return { ok: true, names: [exact.name] };
	const repositories = [repositoryOf(image), repositoryOf(own ?? '')];
	const same = containers.filter((container) => {
		const repository = repositoryOf(container.image);
		return repository !== null && repositories.includes(repository);
	});
	if (same.length === 1) return { ok: true, names: same.map(({ name }) => name) };
	const why = same.length === 0 ? 'none of them runs an image of that repository' : `${same.map(({ name }) => name).join(' and ')} run images of the same repository`;
	return {
		ok: false,
		reason: `has several containers (${names.join(', ')}), none of them is called ${usualContainer}, and ${why}`,
	};
}

/** Registry and repository of an image; null when it cannot be read. */
function repositoryOf(image: string): string | null {
	const parsed = parseImageReference(image);
	return parsed.ok ? `${parsed.image.registry ?? ''}/${parsed.image.repository}` : null;
}

/**
 * The containers of each machine that get the image, by the machine's id.
 *
 * @throws OperationFailure when it cannot be told for one of them, or none has a container that is named.
 */
export function containersByMachine(
	app: string,
	machines: readonly ManagedMachine[],
	imageFor: (machine: ManagedMachine) => { readonly config: FlyConfig; readonly image: string },
	wanted: readonly string[],
): Map<string, readonly string[]> {
	const chosen = new Map<string, readonly string[]>();
	for (const managed of machines) {
		const { config, image } = imageFor(managed);
		const choice = chooseContainers(config, image, wanted);
		if (!choice.ok) {
			throw new OperationFailure(
				`Which container of machine ${managed.machine.id} (${managed.group}) of app ${app} is to get ${image} cannot be told: it ${choice.reason}`,
				'Nothing was changed. Name it in Containers; the others keep their images',
			);
		}
		chosen.set(managed.machine.id, choice.names);
	}
	if (wanted.length > 0 && [...chosen.values()].every((names) => names.length === 0)) {
		throw new OperationFailure(
			`The machines of app ${app} have no containers, so there is no container "${wanted.join(', ')}"`,
			'Leave Containers empty: their image is deployed as a whole',
		);
	}
	return chosen;
}

/** Of a dry run: which containers of which machine would get the image, where there are any. */
export function containersPlan(chosen: ReadonlyMap<string, readonly string[]>): IDataObject {
	const entries = [...chosen].filter(([, names]) => names.length > 0);
	return entries.length === 0
		? {}
		: { containers: Object.fromEntries(entries.map(([id, names]) => [id, [...names]])) };
}

/** The configuration with a release's image for the machine, or for these of its containers alone. */
export function withImage(
	config: FlyConfig,
	image: string,
	names: readonly string[],
	releaseId: string,
): FlyConfig {
	if (names.length === 0) return { ...config, image };
	return {
		...config,
		// flyctl keeps the deployed image here, too; where it was left out, it stays so.
		...(config.image !== undefined && { image }),
		containers: imagesReplaced(config, ({ name }) => (names.includes(name) ? image : null)),
		metadata: {
			...(config.metadata as IDataObject | undefined),
			[containersKey]: `${releaseId}/${names.join(',')}`,
		},
	};
}

/** The configuration with the deployed image by its digest. Null leaves it as it is. */
export function withDigest(config: FlyConfig, digest: string | null): FlyConfig {
	const names = deployedContainers(config);
	return {
		...config,
		...(textAt(config, 'image') !== null && { image: pinnedImage(textAt(config, 'image') ?? '', digest) }),
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
	const written = textAt(config, 'image');
	const pinned: FlyConfig = written === null ? { ...config } : { ...config, image: pinnedImage(written, digest) };
	if (containersOf(config).length === 0) return pinned;
	return {
		...pinned,
		containers: imagesReplaced(config, ({ image }) => (image === written ? pinnedImage(image, digest) : null)),
	};
}

/** The digest of what a deploy put on a machine: of its image, or of the containers that were given it; null where it is not told. */
export function deployedDigest(machine: FlyMachine): string | null {
	const { config } = machine;
	const names = deployedContainers(config);
	if (names.length === 0) return machine.image_ref?.digest ?? null;
	// Fly tells no digest of a container: it is what the machine's version names it by.
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

/** The image of the containers that a deploy gave one, or the machine's own. */
export function deployedImage(config: FlyConfig | null | undefined): string | null {
	const names = deployedContainers(config);
	const first = containersOf(config).find(({ name }) => names.includes(name));
	return first?.image ?? textAt(config, 'image') ?? containersOf(config)[0]?.image ?? null;
}

/** By the mark of the release that the machine carries: flyctl keeps the marks of releases before. */
function deployedContainers(config: FlyConfig | null | undefined): string[] {
	const mark = textAt(config, 'metadata', containersKey) ?? '';
	const release = textAt(config, 'metadata', 'fly_release_id') ?? '';
	if (release === '' || !mark.startsWith(`${release}/`)) return [];
	const names = mark.slice(release.length + 1).split(',');
	return containersOf(config).flatMap(({ name }) => (names.includes(name) ? [name] : []));
}

function imagesReplaced(
	config: FlyConfig,
	imageFor: (container: Container) => string | null,
): IDataObject[] {
	const known = containersOf(config);
	return listAt(config, 'containers').map((container, index) => {
		const image = known[index] ? imageFor(known[index]) : null;
		const kept = isRecord(container) ? { ...container } : {};
		return (image === null ? kept : { ...kept, image }) as IDataObject;
	});
}

const imageDocument = `query SlipwayImage($app: String!, $image: String!) { app(name: $app) { id image(ref: $image) { digest } } }`;

/**
 * The digest that an image stands for now. Containers are named by it from the start, since Fly tells
 * no container's digest afterwards.
 *
 * @throws OperationFailure when Fly does not tell it.
 */
export async function readDigest(fly: Fly, app: string, image: string): Promise<string> {
	const data: unknown = await fly.graphql(imageDocument, { app, image }, true);
	const digest = textAt(data, 'app', 'image', 'digest');
	if (digest !== null) return digest;
	throw new OperationFailure(
		`Fly.io does not know the digest of image ${image}, so nothing would show which of it the containers of app ${app} run`,
		'Nothing was changed. Check that it was pushed, or give it by its digest: registry/repository@sha256:...',
	);
}
