import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyClient } from '../../api/client';
import { launchIdKey, markOn } from '../../state/marks';
import type { ResumedRelease } from '../../state/resumedRelease';
import { destroyLaunched } from './destroyLaunched';

/** Destroys what a run that died left of its canaries, which serve nobody. @throws OperationFailure when one stays. */
export async function destroyCanaries(fly: FlyClient, app: string, { canaries }: ResumedRelease): Promise<void> {
	if (canaries.length === 0) return;
	const launchIds = canaries.flatMap(({ config }) => markOn(config, launchIdKey) ?? []);
	const known = canaries.map(({ machine }) => machine.id);
	const left = await destroyLaunched(fly, app, new Set(launchIds), known);
	if (left.length === 0) return;
	throw new OperationFailure(
		`What an earlier run left of its canaries in app ${app} is still there: ${left.join('; ')}`,
		'Nothing else was changed. Destroy them in Fly.io, or run this again',
	);
}
