import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { findApp } from '../../api/apps';
import { flyClient } from '../../api/client';
import { removeApp } from '../../changes/apps/removeApp';
import { requireInOrganization } from '../../changes/apps/requireInOrganization';
import { appField } from '../../fields/locators';
import { organizationField, readOrganization } from '../../fields/previewFields';

export const deleteApp: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an app',
	description:
		'Delete an app with its machines, volumes and secrets, if it is in the organization; one that is gone is fine',
	properties: [appField, organizationField, dryRunProperty],
	async execute(context) {
		const name = appField.read(context);
		const client = flyClient(context);
		const organization = await readOrganization(context, client);
		const app = requireInOrganization(await findApp(client, name), name, organization, {
			refused: 'was not deleted',
			advice: 'Nothing was changed. Check the name, or enter its organization if you mean that app',
		});
		const machineCount = app?.machine_count ?? 0;
		if (dryRunProperty.read(context)) {
			return { dryRun: true, name, organization, plan: app ? 'delete' : 'none', machineCount };
		}
		if (app) await removeApp(client, name);
		return { name, organization, deleted: app !== undefined, machineCount };
	},
};
