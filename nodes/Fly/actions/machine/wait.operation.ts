import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { option } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { OperationFailure } from '../../../shared/operation/errors';
import { switchParameter, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { appParameter, appProperty, machineParameter, machineProperty } from '../../locators';
import { machineJson } from '../../machineJson';
import { readMachine } from '../../machines';
import { fly } from '../../transport';
import { waitForState, type AwaitedState } from '../../waitForState';

const states: readonly AwaitedState[] = ['healthy', 'started', 'stopped', 'suspended', 'destroyed'];

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a machine',
	description: 'Wait until a machine is in a state, or healthy',
	properties: [
		appProperty,
		machineProperty,
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				option('Destroyed', 'destroyed'),
				option('Healthy', 'healthy', 'Started, and every check passes'),
				option('Started', 'started'),
				option('Stopped', 'stopped'),
				option('Suspended', 'suspended'),
			],
			default: 'healthy',
			description: 'What to wait for',
		},
		timeoutProperty(300),
		simplifyProperty,
	],
	async execute(context) {
		const app = appParameter(context);
		const id = machineParameter(context);
		const entered = textParameter(context, 'state');
		const state = states.find((word) => word === entered);
		if (!state) {
			throw new OperationFailure(`"${entered}" is not a state to wait for`, `Choose one of ${states.join(', ')}`);
		}
		const timeoutMs = timeoutMsParameter(context);
		const client = fly(context);
		const found = await waitForState(client, app, await readMachine(client, app, id), state, {
			timeoutMs,
			cancelSignal: cancelSignalOf(context),
		});
		return machineJson(found, !switchParameter(context, 'simplify'));
	},
};
