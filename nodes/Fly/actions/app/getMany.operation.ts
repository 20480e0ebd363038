import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listApps } from '../../api/apps';
import { flyClient } from '../../api/client';
import { organizationField, readOrganization } from '../../fields/previewFields';
import { appJson } from '../../output/appJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many apps',
	description: 'List the apps of an organization',
	properties: [...listProperties, simplifyProperty, organizationField],
	async execute(context) {
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const client = flyClient(context);
		const apps = await listApps(client, await readOrganization(context, client));
		return apps.slice(0, limit).map((app) => appJson(app, raw));
	},
};
