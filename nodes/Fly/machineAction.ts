import type { INodeProperties } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import { mayHaveHappened, messageOf, OperationFailure } from '../shared/operation/errors';
import { switchField } from '../shared/fields/fields';
import type { Operation, OperationContext } from '../shared/operation/operation';
import { switchParameter, waitMsParameter } from '../shared/fields/parameters';
import { attempt } from '../shared/waiting/attempt';
import { dryRunProperty, simplifyProperty, waitProperties } from '../shared/fields/sharedProperties';
import { appParameter, appProperty, machineParameter, machineProperty } from './locators';
import { machineJson } from './machineJson';
import { actOnMachine, readMachine, type MachineVerb } from './machines';
import { isGone, leftOutMachines, managedGroup } from './processGroups';
import { eventsSince } from './machineFinding';
import { fly, type Fly } from './transport';
import type { FlyMachine } from './types';
import { waitForState, type AwaitedState } from './waitForState';

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
	/** What the machine is in when it is done; null when that is so at once. */
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
			const client = fly(context);
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

/** Fly's answer to a restart may be lost: whether it was done is looked up then, and it is not sent again. */
async function actOnce(client: Fly, app: string, before: FlyMachine, verb: MachineVerb): Promise<void> {
	const sent = await attempt(actOnMachine(client, app, before.id, verb));
	if (sent.ok) return;
	if (verb !== 'restart' || !mayHaveHappened(sent.error)) throw sent.error;
	const now = await attempt(readMachine(client, app, before.id));
	const events = now.ok ? eventsSince(now.value, before.events?.[0]?.id ?? null) : [];
	if (events.some(({ type }) => type === 'restart')) return;
	throw new OperationFailure(
		`Fly.io did not confirm the restart of machine ${before.id} of app ${app}, and ${now.ok ? 'no restart of it is listed' : 'it could not be read afterwards'}: ${messageOf(sent.error)}`,
		'It may restart yet. Look at its events in Fly.io before you run this again',
		{},
		{ cause: sent.error },
	);
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
