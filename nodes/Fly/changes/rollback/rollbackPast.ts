import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { historyLength, listReleases } from '../../api/releases';
import type { FlyRelease } from '../../api/types';
import { leftOutMachines, type DeployableMachine, type LeftOutMachine } from '../../state/managedMachines';
import type { HistoryOf } from '../../state/recordedConfigurations';
import { abandonedAmong } from '../../state/orphans';
import { releaseComparison, type ReleaseComparison } from '../../state/releaseComparison';
import { currentRelease, sameAsCurrent } from '../../state/rollbackCandidates';
import { assertNoOrphans } from '../deploy/assertNoOrphans';
import { deployableMachines } from '../deploy/deployableMachines';
import { readHistories } from './readHistories';

/** What a roll back starts from: what runs, and what is kept of what ran before. */
export interface RollbackPast {
	readonly app: string;
	readonly machines: readonly DeployableMachine[];
	/** What an earlier run left beside them, which serves nobody: to be destroyed first. */
	readonly abandoned: readonly DeployableMachine[];
	readonly leftOut: readonly LeftOutMachine[];
	/** The newest first. */
	readonly releases: readonly FlyRelease[];
	readonly current: FlyRelease;
	/** The release that runs, and those just before it which were the same. */
	readonly same: readonly [FlyRelease, ...FlyRelease[]];
	readonly compare: ReleaseComparison;
	readonly historyOf: HistoryOf;
}

/** `bad` is the release that is to be left, if it is named. @throws OperationFailure when nothing can be rolled back, whatever the target. */
export async function readRollbackPast(fly: FlyClient, app: string, bad: string): Promise<RollbackPast> {
	const fleet = await listMachines(fly, app);
	const known = deployableMachines(app, fleet);
	const releases = await listReleases(fly, app, historyLength);
	const abandoned = abandonedAmong(known, releases, bad);
	const machines = known.filter((managed) => !abandoned.includes(managed));
	assertNoOrphans(app, machines, releases);
	const current = currentRelease(releases, machines);
	if (!current) {
		throw new OperationFailure(
			`Fly.io knows no release that the machines of app ${app} belong to, so there is nothing to roll back`,
			'Deploy a good image with Deploy Image',
		);
	}
	const historyOf = await readHistories(fly, app, machines);
	const compare = releaseComparison(current, machines, historyOf);
	const same = sameAsCurrent(current, releases, compare);
	return { app, machines, abandoned, leftOut: leftOutMachines(fleet), releases, current, same, compare, historyOf };
}
