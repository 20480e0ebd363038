import { listAt, textAt } from '../../deployment/values/jsonFields';
import type { FlyConfig } from '../api/types';

/** One of the containers that a machine runs; a type, so that it is JSON as it is. */
export type Container = { readonly name: string; readonly image: string };

/** The containers of a machine in their order; none for a machine that runs its image alone. */
export function containersOf(config: FlyConfig | null | undefined): Container[] {
	return listAt(config, 'containers').map((container, index) => ({
		name: textAt(container, 'name') ?? `number ${index + 1}`,
		image: textAt(container, 'image') ?? '',
	}));
}
