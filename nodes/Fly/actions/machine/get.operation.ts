import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { readMachine } from '../../api/machines';
import { appField, machineField } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a machine',
	description: 'Read what a machine runs; values of its environment are redacted',
	properties: [appField, machineField, simplifyProperty],
	async execute(context) {
		const machine = await readMachine(flyClient(context), appField.read(context), machineField.read(context));
		return machineJson(machine, !simplifyProperty.read(context));
	},
};
