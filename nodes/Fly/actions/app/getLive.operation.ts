import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { readAppReleases } from '../../api/releases';
import { appField } from '../../fields/locators';
import { liveReleaseOf } from '../../state/liveRelease';

/** How many releases back the one that runs is looked for. */
const looksBack = 50;

export const getLive: Operation = {
	value: 'getLive',
	name: 'Get Live',
	action: 'Get what is live of an app',
	description: 'See what the machines of an app run and what is being deployed, in the shape of every platform',
	properties: [appField],
	itemsAtOnce: 5,
	async execute(context) {
		const app = appField.read(context);
		const client = flyClient(context);
		const machines = await listMachines(client, app);
		return { ...liveReleaseOf(app, machines, await readAppReleases(client, app, looksBack)) };
	},
};
