import { textAt } from '../../deployment/values/jsonFields';
import { clock } from '../../shared/waiting/clock';
import { deployedDigest, recordedConfig } from '../containers';
import { listMachinesPatiently } from '../machines';
import type { Fly } from '../transport';
import type { FlyMachine } from '../types';
import { changeOf, wasRunning, type MachineChange } from './changes';
import { rollMachines } from './rollMachines';

/** Metadata that names the run which changed a machine last. */
export const runIdKey = 'slipway_release_id';

/** Whether a run changed a machine last, also while its host does not answer. */
export function isOfRun(machine: FlyMachine, runId: string): boolean {
	const config: unknown = machine.config ?? Reflect.get(machine, 'incomplete_config');
	return textAt(config, 'metadata', runIdKey) === runId;
}

export interface UndoEnd {
	readonly ok: boolean;
	/** How many machines were put back. */
	readonly undone: number;
	/** Why it could not be done for all; empty when it was. */
	readonly reason: string;
}

/**
 * Puts every machine that this run changed back on its recorded configuration: first those that are
 * not well, all at once, since they serve nobody; then the others, a share at a time. One that Fly
 * refuses, or that does not come up, keeps none of the others. What somebody else has changed since
 * is left alone, and so is what Fly put back by itself.
 */
export async function undoChanges(
	fly: Fly,
	app: string,
	changes: readonly MachineChange[],
	options: {
		readonly runId: string;
		readonly maxUnavailable: number;
		readonly timeoutMs: number;
		readonly restartsAllowed: number;
	},
): Promise<UndoEnd> {
	const deadlineAtMs = clock.now() + options.timeoutMs;
	const fleet = new Map(
		(await listMachinesPatiently(fly, app, options.timeoutMs)).map((machine) => [machine.id, machine]),
	);
	const mine = changes.flatMap((change) => {
		const now = fleet.get(change.machine.id);
		return now && isOfRun(now, options.runId) ? [{ change, now }] : [];
	});
	const lost = changes.filter(({ begunAtMs, machine }) => begunAtMs !== null && !fleet.has(machine.id));
	const isWell = ({ change }: (typeof mine)[number]) =>
		change.step === 'healthy' || change.step === 'proven';
	const back = ({ change, now }: (typeof mine)[number]): MachineChange =>
		changeOf(now, change.group, recordedConfig(change.machine), {
			digest: deployedDigest(change.machine),
			launches: wasRunning(change.machine),
		});
	const batches = [
		{ changes: mine.filter((one) => !isWell(one)).map(back), maxUnavailable: Math.max(1, mine.length) },
		{ changes: mine.filter(isWell).map(back), maxUnavailable: options.maxUnavailable },
	];
	let undone = 0;
	const reasons = lost.map(({ machine }) => `machine ${machine.id} is gone`);
	for (const batch of batches) {
		if (batch.changes.length === 0) continue;
		const end = await rollMachines(fly, app, batch.changes, {
			policy: { maxUnavailable: batch.maxUnavailable, slowStart: false },
			smokeWatchMs: 0,
			machineTimeoutMs: options.timeoutMs,
			// A batch that used the time up leaves the next one some of its own.
			deadlineAtMs: Math.max(deadlineAtMs, clock.now() + options.timeoutMs),
			minSecretsVersion: null,
			restartsAllowed: options.restartsAllowed,
			digest: null,
			ownImages: true,
			goesOn: true,
		});
		undone += batch.changes.filter(({ step }) => step === 'proven').length;
		if (!end.ok) reasons.push(end.reason);
	}
	return { ok: reasons.length === 0, undone, reason: reasons.join('; ') };
}
