import { parseImageReference, type ImageRegistry, type ResolvedImage } from './images';
import type { JsonObject } from '../json';
import { isJsonObject, objectsIn, readText } from '../json';
import { badRequest } from '../errors';

/** One of several containers that run side by side in a machine. */
export interface ContainerImage {
	readonly name: string;
	readonly image: ResolvedImage;
}

const conditions: ReadonlySet<unknown> = new Set(['started', 'healthy', 'exited_successfully']);

/** Raises 400 for containers that Pilot, Fly's init for them, could not start. */
export function requireContainers(config: JsonObject): void {
	const containers = objectsIn(config, 'containers');
	const names = containers.map((container) => readText(container, 'name') ?? '');
	containers.forEach((container, index) => {
		const name = names[index] ?? '';
		if (name === '') throw badRequest(`invalid_argument: container ${index} has no name`);
		if (names.indexOf(name) !== index) throw badRequest(`invalid_argument: duplicate container name "${name}"`);
		if (!readText(container, 'image')) throw badRequest(`invalid_argument: container "${name}" has no image`);
		for (const dependency of objectsIn(container, 'depends_on')) {
			const on = readText(dependency, 'name') ?? '';
			if (on === name || !names.includes(on)) {
				throw badRequest(`invalid_argument: container "${name}" depends on unknown container "${on}"`);
			}
			const condition = dependency['condition'] ?? 'started';
			if (!conditions.has(condition)) {
				throw badRequest(`invalid_argument: container "${name}" has unknown condition "${String(condition)}"`);
			}
		}
	});
}

/** Raises 400 for an image that is not there. */
export function containersIn(config: JsonObject, images: ImageRegistry): ContainerImage[] {
	return objectsIn(config, 'containers').map((container) => ({
		name: readText(container, 'name') ?? '',
		image: images.resolve(readText(container, 'image') ?? ''),
	}));
}

/**
 * The container whose program answers requests and decides what becomes of the machine: the one called `app`, else
 * the first of the repository that the machine's own image names, else the first.
 */
export function mainContainer(containers: readonly ContainerImage[], config: JsonObject): ContainerImage | undefined {
	const own = parseImageReference(String(config['image'] ?? ''));
	const ofOwnRepository = ({ image }: ContainerImage): boolean =>
		image.registry === own?.registry && image.repository === own.repository;
	return containers.find(({ name }) => name === 'app') ?? containers.find(ofOwnRepository) ?? containers[0];
}

export const hasContainers = (config: JsonObject): boolean =>
	Array.isArray(config['containers']) && config['containers'].some(isJsonObject);
