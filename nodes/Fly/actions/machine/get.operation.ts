import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { appParameter, appProperty, machineParameter, machineProperty } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';
import { readMachine } from '../../api/machines';
import { flyClient } from '../../api/client';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a machine',
	description: 'Read what a machine runs; values of its environment are masked',
	properties: [appProperty, machineProperty, simplifyProperty],
	async execute(context) {
		const found = await readMachine(flyClient(context), appParameter(context), machineParameter(context));
		return machineJson(found, !switchParameter(context, 'simplify'));
	},
};
