import { clock } from '../../../shared/waiting/clock';
import type { FlyClient } from '../../api/client';
import { listMachinesPatiently } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { deployedDigest, recordedConfig } from '../../state/deployedImage';
import type { DeployPace } from '../../state/deployPace';
import { wasRunning } from '../../state/machineRest';
import { isOfRun } from '../../state/marks';
import { changeOf, isWell, type MachineChange } from './machineChange';
import { rollMachines } from './rollMachines';

export interface RevertResult {
	readonly ok: boolean;
	/** Why it could not be done for all; empty when it was. */
	readonly reason: string;
}

export interface RevertOptions extends Pick<DeployPace, 'maxUnavailable' | 'machineTimeoutMs' | 'restartsAllowed'> {
	readonly runId: string;
}

/**
 * Gives every machine that this run changed its recorded configuration again: first those that are
 * not well, all at once, since they serve nobody; then the others, a share at a time. One that Fly
 * refuses, or that does not come up, keeps none of the others. What somebody else has changed since
 * is left alone, and so is what Fly reverted by itself.
 */
export async function revertChanges(
	fly: FlyClient,
	app: string,
	changes: readonly MachineChange[],
	options: RevertOptions,
): Promise<RevertResult> {
	const { machineTimeoutMs } = options;
	const deadlineAtMs = clock.now() + machineTimeoutMs;
	const fleet = new Map(
		(await listMachinesPatiently(fly, app, machineTimeoutMs)).map((machine) => [machine.id, machine]),
	);
	const mine = changes.flatMap((change) => {
		const now = fleet.get(change.machine.id);
		return now && isOfRun(now, options.runId) ? [{ change, now }] : [];
	});
	const lost = changes.filter(({ begunAtMs, machine }) => begunAtMs !== null && !fleet.has(machine.id));
	const batches = [
		{ changes: mine.filter(({ change }) => !isWell(change)).map(reversion), maxUnavailable: Math.max(1, mine.length) },
		{ changes: mine.filter(({ change }) => isWell(change)).map(reversion), maxUnavailable: options.maxUnavailable },
	];
	const reasons = lost.map(({ machine }) => `machine ${machine.id} is gone`);
	for (const batch of batches) {
		if (batch.changes.length === 0) continue;
		const result = await rollMachines(fly, app, batch.changes, {
			policy: { maxUnavailable: batch.maxUnavailable, slowStart: false },
			smokeWatchMs: 0,
			machineTimeoutMs,
			// A batch that used the time up leaves the next one some of its own.
			deadlineAtMs: Math.max(deadlineAtMs, clock.now() + machineTimeoutMs),
			minSecretsVersion: null,
			restartsAllowed: options.restartsAllowed,
			digest: null,
			ownImages: true,
			goesOn: true,
		});
		if (!result.ok) reasons.push(result.reason);
	}
	return { ok: reasons.length === 0, reason: reasons.join('; ') };
}

/** The change that gives a machine what it had before. */
function reversion({ change, now }: { readonly change: MachineChange; readonly now: FlyMachine }): MachineChange {
	return changeOf(now, change.group, recordedConfig(change.machine), {
		digest: deployedDigest(change.machine),
		launches: wasRunning(change.machine),
	});
}
