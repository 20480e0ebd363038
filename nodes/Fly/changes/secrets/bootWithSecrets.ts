import { uniqueId } from '../uniqueId';

import { clock } from '../../../shared/waiting/clock';
import type { FlyClient } from '../../api/client';
import { deployedDigest, recordedConfig } from '../../state/deployedImage';
import type { ManagedMachine } from '../../state/managedMachines';
import { runIdKey, withMarks } from '../../state/marks';
import { changeOf, type RolloutResult } from '../rolling/machineChange';
import { rollMachines } from '../rolling/rollMachines';

export interface SecretsBoot {
	/** The version of the app's secrets that no machine may boot without. */
	readonly version: number;
	/** For all machines together. */
	readonly timeoutMs: number;
	readonly cancelSignal: AbortSignal | undefined;
	/** What the machines' metadata gets besides the id of this run. */
	readonly metadata?: Readonly<Record<string, string>>;
	/** Ids of machines at rest that are to run again all the same. */
	readonly startsToo?: ReadonlySet<string>;
}

/**
 * Boots machines again, a share at a time and each under its lease, with the same image by its
 * digest, the same configuration, and Fly's barrier that lets none boot with older secrets. One at
 * rest stays so.
 */
export async function bootWithSecrets(
	fly: FlyClient,
	app: string,
	machines: readonly ManagedMachine[],
	{ version, timeoutMs, cancelSignal, metadata = {}, startsToo }: SecretsBoot,
): Promise<RolloutResult> {
	const marks = { ...metadata, [runIdKey]: uniqueId() };
	const changes = machines.map(({ machine, group }) =>
		changeOf(machine, group, withMarks(recordedConfig(machine), marks), {
			digest: deployedDigest(machine),
			...(startsToo?.has(machine.id) && { launches: true }),
		}),
	);
	return await rollMachines(fly, app, changes, {
		policy: { maxUnavailable: 0.33, slowStart: true },
		smokeWatchMs: 10_000,
		machineTimeoutMs: Math.min(timeoutMs, 300_000),
		deadlineAtMs: clock.now() + timeoutMs,
		minSecretsVersion: version,
		restartsAllowed: 1,
		digest: null,
		ownImages: true,
		cancelSignal,
	});
}
