import { pinnedImage } from '../../../deployment/values/imageReference';
import type { FlyConfig } from '../../api/types';
import { servingConfig } from '../../state/canaryConfig';
import { withImage } from '../../state/deployedImage';
import type { DeployableMachine } from '../../state/managedMachines';
import { releaseIdKey, runIdKey, withMarks } from '../../state/marks';
import { withGroup } from '../../state/processGroup';
import type { DeployRun } from './deployRun';

/** The whole configuration that a release gives a machine: its own, the image by its digest where that is known, and the marks of release and run. */
export function releaseConfig({ request, release, runId, digest }: DeployRun, managed: DeployableMachine): FlyConfig {
	const config = withImage(
		withGroup(servingConfig(request.configOf(managed)), managed.group),
		pinnedImage(request.image, digest),
		request.containers.get(managed.machine.id) ?? [],
		release.id,
	);
	return withMarks(config, {
		[releaseIdKey]: release.id,
		fly_release_version: String(release.version),
		[runIdKey]: runId,
	});
}
