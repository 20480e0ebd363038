import { textAt } from '../../../deployment/values/jsonFields';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { appParameter, appProperty } from '../../locators';
import { listMachines } from '../../machines';
import { releaseJson } from '../../release';
import { listReleases, recordOf } from '../../releases';
import { machinesOfGroups } from '../../servingFleet';
import { fly } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many releases',
	description: 'List the releases of an app, the newest first',
	properties: [appProperty, ...listProperties, simplifyProperty],
	async execute(context) {
		const app = appParameter(context);
		const limit = limitParameter(context);
		const raw = !switchParameter(context, 'simplify');
		const client = fly(context);
		const releases = await listReleases(client, app, limit);
		const fleet = machinesOfGroups(await listMachines(client, app));
		const carried = fleet.map(({ machine }) => textAt(machine.config, 'metadata', 'fly_release_id'));
		return releases.map((release) => {
			const live = carried.length > 0 && carried.every((id) => id === release.id);
			return releaseJson(
				app,
				release,
				{ live },
				{ verified: recordOf(release)?.verified === true, raw },
			);
		});
	},
};
