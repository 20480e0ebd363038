import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { option } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { OperationFailure } from '../../../shared/operation/errors';
import { switchParameter, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { appParameter, appProperty, machineParameter, machineProperty } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';
import { readMachine } from '../../api/machines';
import { flyClient } from '../../api/client';
import { waitForState } from '../../changes/machines/waitForState';
import { awaitedStates } from '../../state/awaitedState';

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
		const state = awaitedStates.find((word) => word === entered);
		if (!state) {
			throw new OperationFailure(`"${entered}" is not a state to wait for`, `Choose one of ${awaitedStates.join(', ')}`);
		}
		const timeoutMs = timeoutMsParameter(context);
		const client = flyClient(context);
		const found = await waitForState(client, app, await readMachine(client, app, id), state, {
			timeoutMs,
			cancelSignal: cancelSignalOf(context),
		});
		return machineJson(found, !switchParameter(context, 'simplify'));
	},
};
