import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { appParameter, appProperty } from '../../locators';
import { machineJson } from '../../machineJson';
import { listMachines } from '../../machines';
import { isGone, managedGroup } from '../../processGroups';
import { fly } from '../../transport';

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
		const machines = (await listMachines(fly(context), app)).filter(
			(machine) =>
				!isGone(machine) &&
				(!processGroup || managedGroup(machine) === processGroup) &&
				(!region || machine.region === region) &&
				(!state || machine.state === state),
		);
		return machines.slice(0, limit).map((machine) => machineJson(machine, raw));
	},
};
