import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../deployment/values/jsonFields';
import { returnsFailure } from '../shared/fields/failureHandling';
import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, timeoutMsParameter } from '../shared/fields/parameters';
import { pollUntil } from '../shared/waiting/pollUntil';
import { deployedDigest } from './containers';
import { historyLength } from './findRelease';
import { reportsJson, reportsOf, whatRunsWhere } from './fleet';
import { listMachines } from './machines';
import { notDone, releaseJson } from './release';
import { listReleases } from './releases';
import { judgeRelease } from './releaseVerdict';
import { warningsOn } from './rollout/truthGate';
import type { Fly } from './transport';
import type { FlyMachine, FlyRelease } from './types';

/** Waits until every machine runs a release, healthy, and gives it. @throws OperationFailure at a bad end, unless the node shall go on. */
export async function awaitRelease(
	context: OperationContext,
	client: Fly,
	app: string,
	wanted: FlyRelease,
): Promise<IDataObject> {
	const timeoutMs = timeoutMsParameter(context);
	const cancelSignal = cancelSignalOf(context);
	const result = await pollUntil({
		what: `release v${wanted.version} of app ${app}`,
		timeoutMs,
		read: async () => {
			// The machines last: what is seen of them is never older than what the releases say.
			const releases = await listReleases(client, app, historyLength);
			const machines = await listMachines(client, app);
			const release = releases.find(({ id }) => id === wanted.id) ?? wanted;
			return { release, machines, verdict: judgeRelease(app, release, releases, machines) };
		},
		assess: ({ verdict }) => ({ phase: verdict.phase, seen: verdict.reason || verdict.state }),
		...(cancelSignal && { cancelSignal }),
	});
	const { release, machines, verdict } = result.value;
	const verified = result.outcome === 'succeeded';
	const reports = reportsOf(machines, []);
	const reason =
		result.outcome === 'timeout'
			? `it was not done after ${Math.round(result.waitedMs / 1000)} s, last seen: ${result.seen}`
			: verdict.reason;
	if (verified || returnsFailure(context)) {
		const groups = [...new Set(reports.flatMap(({ processGroup }) => processGroup ?? []))];
		return {
			...releaseJson(
				app,
				release,
				{
					live: verified,
					state: verdict.state,
					reason,
					...(verified && {
						digest: digestOf(release, machines),
					}),
				},
				{ verified, raw: !switchParameter(context, 'simplify') },
			),
			warnings: verified ? warningsOn(machines, groups) : [],
			machines: reportsJson(reports),
		};
	}
	throw new OperationFailure(
		notDone(app, release, verdict.state, `${reason}. ${whatRunsWhere(reports)}`),
		'Look at the app\'s machines and logs in Fly.io, then deploy again or use Roll Back',
		{ machines: reportsJson(reports) },
	);
}

function digestOf({ id }: FlyRelease, machines: readonly FlyMachine[]): string | null {
	const machine = machines.find(({ config }) => textAt(config, 'metadata', 'fly_release_id') === id);
	return machine ? deployedDigest(machine) : null;
}
