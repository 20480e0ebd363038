import { listAt } from '../../deployment/jsonFields';
import { OperationFailure } from '../../shared/errors';
import { settled } from '../../shared/settled';
import type { ManagedMachine } from '../processGroups';
import type { Fly } from '../transport';
import type { RolloutEnd } from './changes';
import { NewMachines, type WantedMachine } from './newMachines';
import { reasonOf, rollMachines, type RolloutOptions } from './rollMachines';

/** @throws OperationFailure for a group with a volume, which no second machine can use. */
export function requireCanary(app: string, machines: readonly ManagedMachine[]): void {
	const mounted = machines.find(({ config }) => listAt(config, 'mounts').length > 0);
	if (!mounted) return;
	throw new OperationFailure(
		`A canary cannot be made for process group "${mounted.group}" of app ${app}: machine ${mounted.machine.id} has a volume, which no second machine can use`,
		'Choose the strategy Rolling: its first machine is tried alone too',
	);
}

/** Boots one machine of each group out of Fly's proxy, watches it, and destroys it again, however it ended. */
export async function canary(
	fly: Fly,
	app: string,
	wanted: readonly WantedMachine[],
	options: RolloutOptions,
): Promise<RolloutEnd> {
	const machines = new NewMachines(fly, app, { digest: options.digest });
	const tried = await settled(
		(async (): Promise<RolloutEnd | string> => {
			const refused = await machines.create(wanted, options.minSecretsVersion);
			if (refused !== null) return refused;
			return await rollMachines(fly, app, machines.changes, { ...options, digest: machines.digest });
		})(),
	);
	const warnings = await machines.destroyAll();
	const { digest } = machines;
	const end = tried.ok ? tried.value : reasonOf(tried.error);
	if (typeof end === 'string') return { ok: false, state: 'failed', reason: `Canary: ${end}`, digest, warnings };
	return end.ok
		? { ...end, warnings: [...end.warnings, ...warnings] }
		: { ...end, reason: `Canary: ${end.reason}`, warnings: [...end.warnings, ...warnings] };
}
