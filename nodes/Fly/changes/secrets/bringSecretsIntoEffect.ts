import { messageOf, OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { machineReport, type MachineReport } from '../../state/machineReport';
import type { DeployableMachine } from '../../state/managedMachines';
import { crashText } from '../../state/programExits';
import { bootWithSecrets } from './bootWithSecrets';
import { describeBehind, fleetSecretsWarnings, readFleetSecrets } from './fleetSecrets';
import type { SecretsMark } from './secretsMark';

export interface SecretsInEffect {
	readonly machines: readonly MachineReport[];
	readonly warnings: readonly string[];
}

/**
 * Boots every machine that is not shown to have the secrets, and looks at all of them once more: done
 * only if each has the mark and is well. One that rests has them with its next start.
 *
 * @throws OperationFailure that names each machine without them.
 */
export async function bringSecretsIntoEffect(
	fly: FlyClient,
	app: string,
	wanted: {
		readonly mark: SecretsMark & { readonly version: number };
		readonly timeoutMs: number;
		readonly cancelSignal: AbortSignal | undefined;
	},
): Promise<SecretsInEffect> {
	const { mark, ...boot } = wanted;
	const { behind } = await readFleetSecrets(fly, app, mark);
	const crashed = behind.filter(({ machine }) => crashText(machine) !== null);
	const booted = await attempt(
		bootWithSecrets(fly, app, behind, {
			...boot,
			version: mark.version,
			metadata: { [mark.name]: `${mark.content}.${mark.version}` },
			startsToo: new Set(crashed.map(({ machine }) => machine.id)),
		}),
	);
	const seen = await attempt(readFleetSecrets(fly, app, mark));
	const stopped = booted.ok ? (booted.value.ok ? null : booted.value.reason) : messageOf(booted.error);
	if (seen.ok && seen.value.behind.length === 0 && stopped === null) {
		return {
			machines: reportsOn(seen.value.machines),
			warnings: [...(booted.ok ? booted.value.warnings : []), ...fleetSecretsWarnings(seen.value)],
		};
	}
	throw new OperationFailure(
		`The secrets of app ${app} are set (version ${mark.version}), but ${describeBehind(seen.ok ? seen.value : null)}${stopped === null ? '' : `. The boot stopped: ${stopped}`}`,
		'Machines without them run with the former secrets. Check the machines named above, then run this again: it boots those that are not shown to have them',
		{ version: mark.version, machines: seen.ok ? reportsOn(seen.value.machines) : [] },
	);
}

const reportsOn = (machines: readonly DeployableMachine[]): MachineReport[] =>
	machines.map(({ machine }) => machineReport(machine));
