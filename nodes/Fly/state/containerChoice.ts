import { textAt } from '../../deployment/values/jsonFields';
import type { FlyConfig } from '../api/types';
import { containersOf } from './containers';
import { imageRepository } from './imageRepository';

/** The container that flyctl deploys when it is told no other (superfly/flyctl, internal/containerconfig). */
const usualContainer = 'app';

export type ContainerChoice =
	{ readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly reason: string };

/**
 * Which containers of a machine get the image: those that are named; else `app`, as with flyctl; else
 * the only one, or the only one that runs the machine's own image, or one of that repository. flyctl
 * would take the first then, which may be a proxy's: where nothing decides it, nothing is chosen. No name for
 * a machine without containers.
 */
export function chooseContainers(config: FlyConfig, image: string, wanted: readonly string[]): ContainerChoice {
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
	const repositories = [imageRepository(image), imageRepository(own ?? '')];
	const same = containers.filter((container) => {
		const repository = imageRepository(container.image);
		return repository !== null && repositories.includes(repository);
	});
	if (same.length === 1) return { ok: true, names: same.map(({ name }) => name) };
	const why =
		same.length === 0
			? 'none of them runs an image of that repository'
			: `${same.map(({ name }) => name).join(' and ')} run images of the same repository`;
	return {
		ok: false,
		reason: `has several containers (${names.join(', ')}), none of them is called ${usualContainer}, and ${why}`,
	};
}
