import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { listReleases } from '../../api/releases';
import { appField } from '../../fields/locators';
import { releaseJson } from '../../output/releaseJson';
import { managedMachines } from '../../state/managedMachines';
import { releaseIdOf } from '../../state/marks';
import { recordOf } from '../../state/releaseRecord';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many releases',
	description: 'List the releases of an app, the newest first',
	properties: [appField, ...listProperties, simplifyProperty],
	async execute(context) {
		const app = appField.read(context);
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const client = flyClient(context);
		const releases = await listReleases(client, app, limit);
		const fleet = managedMachines(await listMachines(client, app));
		const carried = fleet.map(({ machine }) => releaseIdOf(machine.config));
		return releases.map((release) => {
			const live = carried.length > 0 && carried.every((id) => id === release.id);
			return releaseJson(app, release, { live }, { verified: recordOf(release)?.verified === true, raw });
		});
	},
};
