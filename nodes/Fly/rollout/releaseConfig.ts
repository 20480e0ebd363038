import type { IDataObject } from 'n8n-workflow';

import { pinnedImage } from '../../deployment/values/imageReference';
import { withImage } from '../containers';
import { withGroup, type ManagedMachine } from '../processGroups';
import type { FlyConfig, FlyRelease } from '../types';
import { servingConfig } from './canary';
import type { DeployRequest } from './deployRequest';
import { runIdKey } from './undo';

/** The whole configuration that a release gives a machine: its own, the image by its digest where that is known, and the marks of release and run. */
export function releaseConfig(
	managed: ManagedMachine,
	request: DeployRequest,
	{ release, runId, digest }: {
		readonly release: FlyRelease;
		readonly runId: string;
		readonly digest: string | null;
	},
): FlyConfig {
	const config = withImage(
		withGroup(servingConfig(request.configOf(managed)), managed.group),
		pinnedImage(request.image, digest),
		request.containers.get(managed.machine.id) ?? [],
		release.id,
	);
	return {
		...config,
		metadata: {
			...(config.metadata as IDataObject | undefined),
			fly_release_id: release.id,
			fly_release_version: String(release.version),
			[runIdKey]: runId,
		},
	};
}
