import { uniqueId } from '../uniqueId';

import { clock } from '../../../shared/waiting/clock';
import type { FlyClient } from '../../api/client';
import { readDigest } from '../../api/images';
import type { FlyRelease } from '../../api/types';
import { containersOf } from '../../state/containers';
import type { MachineChange } from '../rolling/machineChange';
import { createReleaseOnce } from './createReleaseOnce';
import type { DeployRequest } from './deployRequest';
import type { NewMachines } from './newMachines';

/** A deploy while it is under way. */
export interface DeployRun {
	readonly fly: FlyClient;
	readonly request: DeployRequest;
	readonly release: FlyRelease;
	/** Marks every machine that this run changes. */
	readonly runId: string;
	readonly deadlineAtMs: number;
	readonly warnings: string[];
	/** Of the image, once it is known. */
	digest: string | null;
	/** The machines that were to be changed in their place. */
	changes: MachineChange[];
	/** The first machine of an app that had none. */
	launched: NewMachines | null;
	/** Of bluegreen: whether the machines of before are gone. */
	switched: boolean;
}

/** Makes Fly's record of the release, unless one is gone on with; no machine is touched yet. */
export async function beginDeploy(fly: FlyClient, request: DeployRequest): Promise<DeployRun> {
	const { app, image, strategy, machines, newest, resumes } = request;
	let digest = request.digest ?? resumes?.digest ?? null;
	// Before anything is made: a container is named by its digest from the start.
	if (machines.some(({ config }) => containersOf(config).length > 0)) digest ??= await readDigest(fly, app, image);
	const release =
		resumes?.release ?? (await createReleaseOnce(fly, app, { image, strategy, newestVersion: newest?.version ?? 0 }));
	return {
		fly,
		request,
		release,
		runId: resumes?.runId ?? uniqueId(),
		deadlineAtMs: clock.now() + request.timeoutMs,
		warnings: [],
		digest,
		changes: [],
		launched: null,
		switched: false,
	};
}
