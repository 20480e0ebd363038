import { OperationFailure } from '../../../shared/operation/errors';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { FlyClient } from '../../api/client';
import { listVersions } from '../../api/machines';
import type { FlyRelease } from '../../api/types';
import type { DeployableMachine } from '../../state/managedMachines';
import {
	configUnder,
	historyIn,
	noHistory,
	type HistoryOf,
	type RecordedConfiguration,
} from '../../state/recordedConfigurations';
import { callsAtOnce } from '../rolling/rollout';

export async function readHistories(
	fly: FlyClient,
	app: string,
	machines: readonly DeployableMachine[],
): Promise<HistoryOf> {
	const histories = new Map(
		await mapConcurrently(
			machines,
			callsAtOnce,
			async ({ machine }) => [machine.id, historyIn(await listVersions(fly, app, machine.id))] as const,
		),
	);
	return (machineId) => histories.get(machineId) ?? noHistory;
}

/**
 * The configuration that each machine had under a release, by the machine's id.
 *
 * @throws OperationFailure for a process group of which none is kept any more.
 */
export function recordedConfigurations(
	app: string,
	machines: readonly DeployableMachine[],
	release: FlyRelease,
	historyOf: HistoryOf,
): Map<string, RecordedConfiguration> {
	return new Map(
		machines.map((managed) => {
			const found = configUnder(release, managed, machines, historyOf);
			if (found) return [managed.machine.id, found];
			throw new OperationFailure(
				`Fly.io no longer has a configuration of process group "${managed.group}" for release v${release.version} of app ${app}`,
				"Choose a newer release, or deploy that release's image with Deploy Image, which keeps the present configuration",
			);
		}),
	);
}
