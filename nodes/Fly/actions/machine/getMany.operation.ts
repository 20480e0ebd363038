import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { appParameter, appProperty } from '../../fields/locators';
import { machineJson } from '../../output/machineJson';
import { listMachines } from '../../api/machines';
import { isGone } from '../../state/machineRest';
import { managedGroup } from '../../state/processGroup';
import { flyClient } from '../../api/client';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many machines',
	description: 'List an app\'s machines; values of their environment are masked',
	properties: [
		appProperty,
		...listProperties,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				textField('Process Group', 'processGroup'),
				textField('Region', 'region', {
					placeholder: 'ord',
				}),
				textField('State', 'state', {
					placeholder: 'started',
					description: 'In Fly\'s words',
				}),
			],
		},
		simplifyProperty,
	],
	async execute(context) {
		const app = appParameter(context);
		const limit = limitParameter(context);
		const { processGroup, region, state } = collectionParameter(context, 'filters');
		const raw = !switchParameter(context, 'simplify');
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
