import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { appJson } from '../../appJson';
import { listApps } from '../../apps';
import { fly } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many apps',
	description: 'List the apps of the credential\'s organization',
	properties: [...listProperties, simplifyProperty],
	async execute(context) {
		const limit = limitParameter(context);
		const raw = !switchParameter(context, 'simplify');
		const apps = await listApps(fly(context));
		return apps.slice(0, limit).map((app) => appJson(app, raw));
	},
};
