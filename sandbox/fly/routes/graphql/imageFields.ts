import { SandboxHttpError } from '../../../kernel/platform';
import type { ResolvedImage } from '../../world/images';
import type { FlyWorld } from '../../world/world';

/** `undefined` for an image that is not in its registry. */
export function findImage(world: FlyWorld, ref: string): ResolvedImage | undefined {
	try {
		return world.images.resolve(ref);
	} catch (error) {
		if (error instanceof SandboxHttpError) return undefined;
		throw error;
	}
}

export function imageFields({ registry, repository, tag, digest, written }: ResolvedImage): Record<string, unknown> {
	return {
		id: digest,
		ref: written,
		absoluteRef: `${registry}/${repository}@${digest}`,
		label: tag ?? digest,
		compressedSizeFull: '50000000',
		registry,
		repository,
		tag,
		digest,
	};
}

export const imageVersionFields = ({ registry, repository, tag, digest }: ResolvedImage): Record<string, unknown> => ({
	registry,
	repository,
	tag: tag ?? '',
	digest,
	version: null,
});
