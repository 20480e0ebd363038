import type { INodeProperties } from 'n8n-workflow';

import { switchField } from '../../../shared/fields/fields';
import { switchParameter, waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { flyClient } from '../../api/client';
import { readMachine, type MachineVerb } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { actOnce } from '../../changes/machines/actOnce';
import { waitForState } from '../../changes/machines/waitForState';
import { appParameter, appProperty, machineParameter, machineProperty } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';
import type { AwaitedState } from '../../state/awaitedState';
import { isGone } from '../../state/machineRest';
import { leftOutMachines } from '../../state/managedMachines';
import { managedGroup } from '../../state/processGroup';

const allowUnmanagedProperty: INodeProperties = switchField(
	'Allow Unmanaged Machine',
	'allowUnmanaged',
	'Whether a machine that no deploy manages may be meant, such as one run by hand',
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
export function machineAction(entry: MachineActionEntry): Operation {
	const { verb, name, action, description, awaited, isDone } = entry;
	return {
		value: verb,
		name,
		action,
		description,
		properties: [
			appProperty,
			machineProperty,
			allowUnmanagedProperty,
			...(awaited === null ? [] : waitProperties(120)),
			dryRunProperty,
			simplifyProperty,
		],
		async execute(context) {
			const app = appParameter(context);
			const id = machineParameter(context);
			const timeoutMs = awaited === null ? null : waitMsParameter(context);
			const client = flyClient(context);
			const machine = await readMachine(client, app, id);
			requireAllowed(context, app, machine);
			const raw = !switchParameter(context, 'simplify');
			if (switchParameter(context, 'dryRun')) {
				return {
					dryRun: true,
					plan: { action: verb, machine: id, changes: !isDone(machine) },
					...machineJson(machine, raw),
				};
			}
			if (!isDone(machine)) await actOnce(client, app, machine, verb);
			const after =
				awaited === null || timeoutMs === null
					? await readMachine(client, app, id)
					: await waitForState(client, app, machine, awaited, {
							timeoutMs,
							cancelSignal: cancelSignalOf(context),
							isStarted: true,
						});
			return {
				...machineJson(after, raw),
				...(verb === 'cordon' || verb === 'uncordon' ? { cordoned: verb === 'cordon' } : {}),
			};
		},
	};
}

function requireAllowed(context: OperationContext, app: string, machine: FlyMachine): void {
	if (isGone(machine)) {
		throw new OperationFailure(
			`Machine ${machine.id} of app ${app} is ${machine.state ?? 'gone'}`,
			'Choose a machine that exists from the list',
		);
	}
	if (managedGroup(machine) !== null || switchParameter(context, 'allowUnmanaged')) return;
	const [leftOut] = leftOutMachines([machine]);
	throw new OperationFailure(
		`Machine ${machine.id} of app ${app} is managed by no deploy, and was not touched${leftOut ? `: ${leftOut.why}` : ''}`,
		'Choose one of the app\'s own machines, or turn on Allow Unmanaged Machine',
	);
}
