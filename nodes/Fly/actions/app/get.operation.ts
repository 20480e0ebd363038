import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { readApp } from '../../api/apps';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { appField } from '../../fields/locators';
import { appJson } from '../../output/appJson';
import { reportsOf } from '../../state/machineReport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an app',
	description: 'Read an app and what each of its machines runs',
	properties: [appField, simplifyProperty],
	async execute(context) {
		const name = appField.read(context);
		const client = flyClient(context);
		const app = await readApp(client, name);
		const machines = reportsOf(await listMachines(client, name));
		return { ...appJson(app, !simplifyProperty.read(context)), machines };
	},
};
