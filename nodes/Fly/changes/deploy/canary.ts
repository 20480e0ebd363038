import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { canaryConfig } from '../../state/canaryConfig';
import { newMachines, type NewMachines, type WantedMachine } from './newMachines';
import type { RolloutResult } from '../rolling/machineChange';
import { rollMachines } from '../rolling/rollMachines';
import type { RolloutOptions } from '../rolling/rollout';

/** Boots one machine of each group out of Fly's proxy and DNS, watches it, and destroys it again, however it ended. */
export async function canary(
	fly: FlyClient,
	app: string,
	wanted: readonly WantedMachine[],
	options: RolloutOptions,
): Promise<RolloutResult> {
	const machines = newMachines(fly, app, options.digest);
	const tried = await attempt(tryOut(fly, app, machines, wanted, options));
	const left = await machines.destroyAll();
	const digest = machines.digest();
	const isIncomplete = left.length > 0;
	const result = tried.ok ? tried.value : messageOf(tried.error);
	if (typeof result === 'string') {
		return { ok: false, state: 'failed', reason: `Canary: ${result}`, digest, warnings: left, isIncomplete };
	}
	const warnings = [...result.warnings, ...left];
	return result.ok
		? { ...result, warnings }
		: { ...result, reason: `Canary: ${result.reason}`, warnings, isIncomplete };
}

/** How they fared; in words when they could not all be made. */
async function tryOut(
	fly: FlyClient,
	app: string,
	machines: NewMachines,
	wanted: readonly WantedMachine[],
	options: RolloutOptions,
): Promise<RolloutResult | string> {
	const canaries = wanted.map((one) => ({ ...one, config: canaryConfig(one.config) }));
	const refused = await machines.create(canaries, options.minSecretsVersion);
	if (refused !== null) return refused;
	return await rollMachines(fly, app, machines.changes, { ...options, digest: machines.digest() });
}
