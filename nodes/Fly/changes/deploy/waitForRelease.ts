import type { Assessment } from '../../../deployment/state/assessment';
import { pollUntil } from '../../../shared/waiting/pollUntil';
import type { FlyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { historyLength, listReleases } from '../../api/releases';
import type { FlyMachine, FlyRelease } from '../../api/types';
import { deployedDigest } from '../../state/deployedImage';
import { reportsOf } from '../../state/machineReport';
import { groupsOf, managedMachines } from '../../state/managedMachines';
import { releaseIdOf } from '../../state/marks';
import { assessRelease } from '../../state/releaseHealth';
import type { ReleaseWaitResult } from '../../state/releaseWaitResult';
import { runWarnings } from '../../state/runVerdict';

interface ReleaseLook {
	readonly release: FlyRelease;
	readonly machines: readonly FlyMachine[];
	readonly assessment: Assessment;
}

/** Waits until every machine runs a release, healthy. */
export async function waitForRelease(
	fly: FlyClient,
	app: string,
	wanted: FlyRelease,
	wait: { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal | undefined },
): Promise<ReleaseWaitResult> {
	const result = await pollUntil({
		what: `release v${wanted.version} of app ${app}`,
		timeoutMs: wait.timeoutMs,
		read: async () => await look(fly, app, wanted),
		assess: ({ assessment }) => ({ phase: assessment.phase, seen: assessment.reason || assessment.state }),
		...(wait.cancelSignal && { cancelSignal: wait.cancelSignal }),
	});
	const { release, machines, assessment } = result.value;
	const verified = result.outcome === 'succeeded';
	return {
		release,
		verified,
		state: assessment.state,
		reason:
			result.outcome === 'timeout'
				? `it did not finish within ${Math.round(result.waitedMs / 1000)} s, last seen: ${result.seen}`
				: assessment.reason,
		advice: verified ? '' : "Check the app's machines and logs in Fly.io, then deploy again or use Roll Back",
		warnings: verified ? runWarnings(machines, groupsOf(managedMachines(machines))) : [],
		digest: verified ? digestOf(release, machines) : null,
		machines: reportsOf(machines),
	};
}

async function look(fly: FlyClient, app: string, wanted: FlyRelease): Promise<ReleaseLook> {
	// The machines last: what is seen of them is never older than what the releases say.
	const releases = await listReleases(fly, app, historyLength);
	const machines = await listMachines(fly, app);
	const release = releases.find(({ id }) => id === wanted.id) ?? wanted;
	return { release, machines, assessment: assessRelease(app, release, releases, machines) };
}

function digestOf({ id }: FlyRelease, machines: readonly FlyMachine[]): string | null {
	const machine = machines.find(({ config }) => releaseIdOf(config) === id);
	return machine ? deployedDigest(machine) : null;
}
