import { messageOf, OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { listMachinesPatiently } from '../../api/machines';
import { reportsOf, whatRunsWhere, type MachineReport } from '../../state/machineReport';
import type { ManagedMachine } from '../../state/managedMachines';
import { bootWithSecrets, type SecretsBoot } from './bootWithSecrets';

/** How long the machines are looked for in the end, however often Fly does not answer. */
const lastLookMs = 60_000;

export interface BroughtSecrets {
	/** What runs now. */
	readonly reports: MachineReport[];
	readonly warnings: string[];
}

/** Boots machines with secrets, and looks at all of the app's once more. @throws OperationFailure when not every one has them. */
export async function bringToMachines(
	fly: FlyClient,
	app: string,
	machines: readonly ManagedMachine[],
	boot: SecretsBoot,
): Promise<BroughtSecrets> {
	const booted = await attempt(bootWithSecrets(fly, app, machines, boot));
	const fleet = await attempt(listMachinesPatiently(fly, app, lastLookMs));
	const reports = fleet.ok ? reportsOf(fleet.value) : [];
	const unread = fleet.ok ? [] : [`What runs now could not be read: ${messageOf(fleet.error)}`];
	const warnings = booted.ok ? booted.value.warnings : [];
	if (booted.ok && booted.value.ok) return { reports, warnings: [...warnings, ...unread] };
	const reason = booted.ok ? (booted.value.ok ? '' : booted.value.reason) : messageOf(booted.error);
	const where = fleet.ok ? [whatRunsWhere(reports)] : unread;
	throw new OperationFailure(
		`The secrets of app ${app} are set (version ${boot.version}), but not every machine has them: ${[reason, ...warnings, ...where].join('. ')}`,
		'The other machines have the former ones. Check the machine named above, then deploy the app with that version as Minimum Secrets Version, or set the former values',
		{ version: boot.version, machines: reports },
	);
}
