import type { IDataObject } from 'n8n-workflow';

import { isRecord, listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { FlyConfig } from '../api/types';
import { releaseCommandGroup, withGroup } from './processGroup';

/**
 * The configuration of the machine that runs a release command: the app's own, without what makes it
 * serve or keep anything. As with flyctl it has no containers, and no name in DNS.
 */
export function releaseCommandConfig(
	base: FlyConfig,
	image: string,
	command: readonly string[],
	containers: readonly string[] = [],
): FlyConfig {
	const {
		services,
		checks,
		containers: all,
		volumes,
		mounts,
		standbys,
		statics,
		processes,
		schedule,
		init,
		...rest
	} = base;
	void [services, checks, volumes, mounts, standbys, statics, processes, schedule];
	// It would be run in place of the command.
	const { exec, ...start } = isRecord(init) ? init : {};
	void exec;
	const ofContainers = listAt({ all }, 'all')
		.filter((container) => containers.includes(textAt(container, 'name') ?? ''))
		.map((container) => valueAt(container, 'env'));
	return withGroup(
		{
			...rest,
			image,
			init: { ...start, cmd: [...command] },
			env: {
				...(base.env as IDataObject | undefined),
				...(Object.assign({}, ...ofContainers) as IDataObject),
				RELEASE_COMMAND: '1',
				FLY_PROCESS_GROUP: releaseCommandGroup,
			},
			dns: { ...(base.dns as IDataObject | undefined), skip_registration: true },
			restart: { policy: 'no' },
			auto_destroy: true,
		},
		releaseCommandGroup,
	);
}
