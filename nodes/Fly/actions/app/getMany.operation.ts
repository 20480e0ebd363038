import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listApps } from '../../api/apps';
import { flyClient } from '../../api/client';
import { appJson } from '../../output/appJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many apps',
	description: "List the apps of the credential's organization",
	properties: [...listProperties, simplifyProperty],
	async execute(context) {
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const apps = await listApps(flyClient(context));
		return apps.slice(0, limit).map((app) => appJson(app, raw));
	},
};
