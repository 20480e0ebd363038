import { switchField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { flyClient } from '../../api/client';
import { readMachine, type MachineVerb } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { actOnce } from '../../changes/machines/actOnce';
import { waitForState } from '../../changes/machines/waitForState';
import { appField, machineField } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';
import type { AwaitedState } from '../../state/awaitedState';
import { isGone } from '../../state/machineRest';
import { leftOutMachines } from '../../state/managedMachines';

const allowUnmanagedField = switchField(
	'Allow Unmanaged Machine',
	'allowUnmanaged',
	'Whether to act on a machine that no deploy manages, such as one made by hand',
);

interface MachineActionEntry {
	readonly verb: MachineVerb;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	/** The state it ends in; null when that is so at once. */
	readonly awaited: AwaitedState | null;
	/** Whether it is so already, and nothing is to be sent. */
	readonly isDone: (machine: FlyMachine) => boolean;
}

/** An operation that does one thing to one machine. */
export function machineAction({ verb, awaited, isDone, ...words }: MachineActionEntry): Operation {
	return {
		...words,
		value: verb,
		properties: [
			appField,
			machineField,
			allowUnmanagedField,
			...(awaited === null ? [] : waitProperties(120)),
			dryRunProperty,
			simplifyProperty,
		],
		async execute(context) {
			const app = appField.read(context);
			const id = machineField.read(context);
			const timeoutMs = awaited === null ? null : waitMsParameter(context);
			const raw = !simplifyProperty.read(context);
			const client = flyClient(context);
			const machine = await readMachine(client, app, id);
			assertMayAct(app, machine, allowUnmanagedField.read(context));
			if (dryRunProperty.read(context)) {
				const plan = { action: verb, machine: id, changes: !isDone(machine) };
				return { dryRun: true, plan, ...machineJson(machine, raw) };
			}
			if (!isDone(machine)) await actOnce(client, app, machine, verb);
			const wait = { timeoutMs: timeoutMs ?? 0, cancelSignal: cancelSignalOf(context), isStarted: true };
			const after =
				awaited === null || timeoutMs === null
					? await readMachine(client, app, id)
					: await waitForState(client, app, machine, awaited, wait);
			return {
				...machineJson(after, raw),
				...((verb === 'cordon' || verb === 'uncordon') && { cordoned: verb === 'cordon' }),
			};
		},
	};
}

function assertMayAct(app: string, machine: FlyMachine, allowsUnmanaged: boolean): void {
	if (isGone(machine)) {
		throw new OperationFailure(
			`Machine ${machine.id} of app ${app} is ${machine.state ?? 'gone'}`,
			'Choose a machine that exists from the list',
		);
	}
	const [leftOut] = leftOutMachines([machine]);
	if (!leftOut || allowsUnmanaged) return;
	throw new OperationFailure(
		`Machine ${machine.id} of app ${app} was not touched: ${leftOut.why}`,
		"Choose one of the app's own machines, or turn on Allow Unmanaged Machine",
	);
}
