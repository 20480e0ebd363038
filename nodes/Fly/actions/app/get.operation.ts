import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { appJson } from '../../output/appJson';
import { readApp } from '../../api/apps';
import { reportsJson, reportsOf } from '../../state/machineReport';
import { appParameter, appProperty } from '../../fields/locators';
import { listMachines } from '../../api/machines';
import { flyClient } from '../../api/client';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an app',
	description: 'Read an app and what each of its machines runs',
	properties: [appProperty, simplifyProperty],
	async execute(context) {
		const name = appParameter(context);
		const client = flyClient(context);
		const app = await readApp(client, name);
		const machines = await listMachines(client, name);
		return {
			...appJson(app, !switchParameter(context, 'simplify')),
			machines: reportsJson(reportsOf(machines)),
		};
	},
};
