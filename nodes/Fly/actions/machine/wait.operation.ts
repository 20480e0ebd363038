import { choiceField, option } from '../../../shared/fields/fields';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { flyClient } from '../../api/client';
import { readMachine } from '../../api/machines';
import { waitForState } from '../../changes/machines/waitForState';
import { appField, machineField } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';

const stateField = choiceField(
	'State',
	'state',
	[
		option('Healthy', 'healthy', 'Started, and every check passes'),
		option('Destroyed', 'destroyed'),
		option('Started', 'started'),
		option('Stopped', 'stopped'),
		option('Suspended', 'suspended'),
	],
	{ description: 'What to wait for' },
);

const timeoutField = timeoutProperty(300);

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a machine',
	description: 'Wait until a machine is in a state, or healthy',
	properties: [appField, machineField, stateField, timeoutField, simplifyProperty],
	async execute(context) {
		const app = appField.read(context);
		const id = machineField.read(context);
		const state = stateField.read(context);
		const limits = { timeoutMs: timeoutField.read(context), cancelSignal: cancelSignalOf(context) };
		const client = flyClient(context);
		const machine = await waitForState(client, app, await readMachine(client, app, id), state, limits);
		return machineJson(machine, !simplifyProperty.read(context));
	},
};
