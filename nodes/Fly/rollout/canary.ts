import type { IDataObject } from 'n8n-workflow';

import { listAt, textAt } from '../../deployment/values/jsonFields';
import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { ManagedMachine } from '../processGroups';
import type { Fly } from '../transport';
import type { FlyConfig } from '../types';
import type { RolloutEnd } from './changes';
import { newMachines, type WantedMachine } from './newMachines';
import { rollMachines, type RolloutOptions } from './rollMachines';

/** @throws OperationFailure for a group with a volume, which no second machine can use. */
export function requireCanary(app: string, machines: readonly ManagedMachine[]): void {
	for (const managed of machines) {
		refuseSecond('A canary', app, managed, 'mounts', 'has a volume, which no second machine can use');
	}
}

/** @throws OperationFailure when the machine's configuration has what no second one beside it could have. */
export function refuseSecond(
	what: string,
	app: string,
	{ machine, group, config }: ManagedMachine,
	field: 'mounts' | 'standbys',
	why: string,
): void {
	if (listAt(config, field).length === 0) return;
	throw new OperationFailure(
		`${what} cannot be made for process group "${group}" of app ${app}: machine ${machine.id} ${why}`,
		'Choose Rolling: its first machine is tried alone too',
	);
}

/** Metadata by which flyctl names a canary, too. */
const canaryKey = 'fly_canary';

export function isCanary(config: FlyConfig): boolean {
	return textAt(config, 'metadata', canaryKey) !== null;
}

/** A machine's configuration for its canary, which `.internal` does not list either. */
function canaryConfig(config: FlyConfig): FlyConfig {
	return {
		...config,
		dns: { ...(config.dns as IDataObject | undefined), skip_registration: true },
		metadata: { ...(config.metadata as IDataObject | undefined), [canaryKey]: 'true' },
	};
}

/** The configuration of a machine that is to serve: what was left of a canary is listed in DNS again. */
export function servingConfig(config: FlyConfig): FlyConfig {
	if (!isCanary(config)) return config;
	const { [canaryKey]: mark, ...metadata } = config.metadata as IDataObject;
	const { skip_registration: skips, ...dns } = (config.dns ?? {}) as IDataObject;
	void [mark, skips];
	return { ...config, dns, metadata };
}

/** Boots one machine of each group out of Fly's proxy and DNS, watches it, and destroys it again, however it ended. */
export async function canary(
	fly: Fly,
	app: string,
	wanted: readonly WantedMachine[],
	options: RolloutOptions,
): Promise<RolloutEnd> {
	const machines = newMachines(fly, app, options.digest);
	const tried = await attempt(
		(async (): Promise<RolloutEnd | string> => {
			const canaries = wanted.map((one) => ({ ...one, config: canaryConfig(one.config) }));
			const refused = await machines.create(canaries, options.minSecretsVersion);
			if (refused !== null) return refused;
			return await rollMachines(fly, app, machines.changes, { ...options, digest: machines.digest() });
		})(),
	);
	const warnings = await machines.destroyAll();
	const digest = machines.digest();
	const isIncomplete = warnings.length > 0;
	const end = tried.ok ? tried.value : messageOf(tried.error);
	if (typeof end === 'string') {
		return { ok: false, state: 'failed', reason: `Canary: ${end}`, digest, warnings, isIncomplete };
	}
	return end.ok
		? { ...end, warnings: [...end.warnings, ...warnings] }
		: { ...end, reason: `Canary: ${end.reason}`, warnings: [...end.warnings, ...warnings], isIncomplete };
}
