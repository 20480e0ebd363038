import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../shared/waiting/clock';
import { deployedDigest, recordedConfig } from './containers';
import type { ManagedMachine } from './processGroups';
import { changeOf, type RolloutEnd } from './rollout/changes';
import { rollMachines } from './rollout/rollMachines';
import { runIdKey } from './rollout/undo';
import type { Fly } from './transport';

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
	fly: Fly,
	app: string,
	machines: readonly ManagedMachine[],
	{ version, timeoutMs, cancelSignal, metadata = {}, startsToo }: SecretsBoot,
): Promise<RolloutEnd> {
	const runId = randomUUID();
	return await rollMachines(
		fly,
		app,
		machines.map(({ machine, group }) => {
			const config = recordedConfig(machine);
			const own = config.metadata as IDataObject | undefined;
			return changeOf(
				machine,
				group,
				{ ...config, metadata: { ...own, ...metadata, [runIdKey]: runId } },
				{
					digest: deployedDigest(machine),
					...(startsToo?.has(machine.id) && { launches: true }),
				},
			);
		}),
		{
			policy: { maxUnavailable: 0.33, slowStart: true },
			smokeWatchMs: 10_000,
			machineTimeoutMs: Math.min(timeoutMs, 300_000),
			deadlineAtMs: clock.now() + timeoutMs,
			minSecretsVersion: version,
			restartsAllowed: 1,
			digest: null,
			ownImages: true,
			cancelSignal,
		},
	);
}
