import { findEndpoint, patchEndpoint } from '../api/endpoints';
import type { ComputeSettings, NeonEndpoint } from '../api/types';
import { notVerified } from './notVerified';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** Changes a compute's settings and reads them again. @throws OperationFailure when they are not what was asked for. */
export async function updateCompute(
	work: Work,
	{ id }: NeonEndpoint,
	settings: ComputeSettings,
): Promise<NeonEndpoint> {
	const { operations = [] } = await patchEndpoint(whenFree(work), id, settings);
	await waitForOperations(work, operations);
	const after = await findEndpoint(work, id);
	const missed = Object.entries(settings)
		.filter(([name, value]) => Reflect.get(after, name) !== value)
		.map(([name]) => name);
	if (missed.length === 0) return after;
	throw notVerified(
		`did not change ${missed.join(', ')} of compute ${id}`,
		'Look at the compute in Neon; the plan may not allow that size or that time',
	);
}
