import type { FlyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { assessMachineNow } from '../../state/machineHealth';
import { wasRunning } from '../../state/machineRest';
import { leftOutMachines, type DeployableMachine } from '../../state/managedMachines';
import { crashText } from '../../state/programExits';
import { deployableMachines } from '../deploy/deployableMachines';
import { markedVersion, type SecretsMark } from './secretsMark';

export interface MachineBehind extends DeployableMachine {
	readonly why: string;
}

export interface FleetSecrets {
	readonly machines: readonly DeployableMachine[];
	/** Those that are not shown to run well with the secrets. */
	readonly behind: readonly MachineBehind[];
	/** Ids of machines that no deploy manages, and this neither. */
	readonly unmanaged: readonly string[];
	/** The newest version that one of them is marked with; null when none is. */
	readonly version: number | null;
}

/**
 * Which machines of an app are not shown to have the secrets of a mark.
 *
 * @throws OperationFailure when the app has no machine that a deploy manages, or one cannot be read whole.
 */
export async function readFleetSecrets(fly: FlyClient, app: string, mark: SecretsMark): Promise<FleetSecrets> {
	const listed = await listMachines(fly, app);
	const machines = deployableMachines(app, listed);
	const versions = machines.flatMap(({ machine }) => markedVersion(machine, mark) ?? []);
	const version = versions.length === 0 ? null : Math.max(...versions);
	return {
		machines,
		version,
		behind: machines.flatMap((managed) => {
			const why = whyBehind(managed.machine, mark, mark.version ?? version ?? 0);
			return why === null ? [] : [{ ...managed, why }];
		}),
		unmanaged: leftOutMachines(listed).map(({ id }) => id),
	};
}

function whyBehind(machine: FlyMachine, mark: SecretsMark, leastVersion: number): string | null {
	const version = markedVersion(machine, mark);
	if (version === null || !(version >= leastVersion)) return 'not booted with these secrets';
	if (crashText(machine) !== null) return 'its program ended by itself, and it is stopped';
	const { phase, reason } = assessMachineNow(machine, { launches: wasRunning(machine) });
	return phase === 'succeeded' ? null : reason;
}

/** Why the secrets are not in effect; for a person. */
export function describeBehind(fleet: FleetSecrets | null): string {
	if (fleet === null) return 'its machines cannot be read, so nothing shows which of them have them';
	if (fleet.behind.length === 0) return 'the boot of its machines failed';
	const named = fleet.behind.map(
		({ machine, group, why }) => `${machine.id} (${group}, ${machine.region ?? 'region not reported'}): ${why}`,
	);
	return `${fleet.behind.length} of ${fleet.machines.length} machines are not shown to run with them: ${named.join('; ')}`;
}

/** What should be known although every machine has the secrets, or gets them. */
export function fleetSecretsWarnings({ machines, unmanaged }: FleetSecrets): string[] {
	const resting = machines.filter(({ machine }) => machine.state !== 'started');
	return [
		...(resting.length > 0
			? [
					`${resting.length} of ${machines.length} machines do not run and get the secrets with their next start: ${resting.map(({ machine }) => machine.id).join(', ')}`,
				]
			: []),
		...(unmanaged.length > 0
			? [
					`Machines that no deploy manages were not booted, and keep the former secrets until they are: ${unmanaged.join(', ')}`,
				]
			: []),
	];
}
