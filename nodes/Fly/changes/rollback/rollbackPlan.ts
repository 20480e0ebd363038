import { parseImageReference } from '../../../deployment/values/imageReference';
import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyConfig, FlyRelease } from '../../api/types';
import type { DeployableMachine } from '../../state/managedMachines';
import type { RecordedConfiguration } from '../../state/recordedConfigurations';
import { releaseImage } from '../../state/releaseImage';
import { containersByMachine } from '../deploy/containersByMachine';
import { recordedConfigurations } from './readHistories';
import type { RollbackPast } from './rollbackPast';

/** What each machine would get back. */
export interface RollbackPlan {
	readonly image: string;
	readonly digest: string | null;
	/** By the machine's id. */
	readonly recorded: ReadonlyMap<string, RecordedConfiguration>;
	readonly containers: ReadonlyMap<string, readonly string[]>;
	readonly configOf: (machine: DeployableMachine) => FlyConfig;
}

/** @throws OperationFailure when Fly no longer has what the release gave a machine. */
export function planRollback(
	past: RollbackPast,
	target: FlyRelease,
	wantedContainers: readonly string[],
): RollbackPlan {
	const { app, machines, historyOf } = past;
	const recorded = recordedConfigurations(app, machines, target, historyOf);
	const configOf = ({ machine, config }: DeployableMachine): FlyConfig => recorded.get(machine.id)?.config ?? config;
	const { image, digest } = imageOf(
		app,
		target,
		[...recorded.values()].map(({ config }) => config),
	);
	const containers = containersByMachine(
		app,
		machines,
		(managed) => ({ config: configOf(managed), image }),
		wantedContainers,
	);
	return { image, digest, recorded, containers, configOf };
}

/** By its digest where it was kept: the tag may name another image by now. */
function imageOf(
	app: string,
	release: FlyRelease,
	configurations: readonly FlyConfig[],
): { readonly image: string; readonly digest: string | null } {
	const image = releaseImage(release, configurations);
	const parsed = parseImageReference(image);
	if (parsed.ok) return { image, digest: parsed.image.digest };
	throw new OperationFailure(
		`The image of release v${release.version} of app ${app} cannot be read: ${parsed.reason}`,
		'Choose another release, or use Deploy Image',
	);
}
