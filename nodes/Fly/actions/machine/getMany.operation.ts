import { collectionField, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { appField } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';
import { isGone } from '../../state/machineRest';
import { managedGroup } from '../../state/processGroup';

const filtersField = collectionField('Filters', 'filters', 'Add Filter', [
	textField('Process Group', 'processGroup'),
	textField('Region', 'region', { placeholder: 'ord' }),
	textField('State', 'state', { placeholder: 'started', description: 'As Fly.io names it' }),
]);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many machines',
	description: "List an app's machines; values of their environment are redacted",
	properties: [appField, ...listProperties, filtersField, simplifyProperty],
	async execute(context) {
		const app = appField.read(context);
		const limit = limitParameter(context);
		const { processGroup, region, state } = filtersField.read(context);
		const raw = !simplifyProperty.read(context);
		const machines = (await listMachines(flyClient(context), app)).filter(
			(machine) =>
				!isGone(machine) &&
				(!processGroup || managedGroup(machine) === processGroup) &&
				(!region || machine.region === region) &&
				(!state || machine.state === state),
		);
		return machines.slice(0, limit).map((machine) => machineJson(machine, raw));
	},
};
