import { textAt } from '../../../deployment/jsonFields';
import { returnsBadEnd } from '../../../shared/badEnd';
import { cancelSignalOf } from '../../../shared/cancelSignal';
import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter, timeoutMsParameter } from '../../../shared/parameters';
import { pollUntil } from '../../../shared/pollUntil';
import { simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { flyBadEndProperty } from '../../deployParameters';
import { findRelease, historyLength } from '../../findRelease';
import { reportsJson, reportsOf, whatRunsWhere } from '../../fleet';
import { appParameter, appProperty, optionalReleaseParameter, releaseProperty } from '../../locators';
import { listMachines } from '../../machines';
import { releaseJson } from '../../release';
import { listReleases } from '../../releases';
import { judgeRelease } from '../../releaseVerdict';
import { warningsOn } from '../../rollout/truthGate';
import { fly } from '../../transport';

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a release',
	description: 'Wait until every machine of an app is seen to run a release, healthy',
	properties: [
		appProperty,
		releaseProperty('The release to wait for; leave it empty for the newest one'),
		timeoutProperty(900),
		flyBadEndProperty,
		simplifyProperty,
	],
	async execute(context) {
		const app = appParameter(context);
		const chosen = optionalReleaseParameter(context);
		const timeoutMs = timeoutMsParameter(context);
		const cancelSignal = cancelSignalOf(context);
		const client = fly(context);
		const known = await listReleases(client, app, chosen === '' ? 1 : historyLength);
		const wanted = chosen === '' ? known[0] : findRelease(app, known, chosen);
		if (!wanted) {
			throw new OperationFailure(`App ${app} has no release`, 'Deploy it first, then wait for that release');
		}
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
			judge: ({ verdict }) => ({ phase: verdict.phase, seen: verdict.reason || verdict.state }),
			...(cancelSignal && { cancelSignal }),
		});
		const { release, machines, verdict } = result.value;
		const verified = result.outcome === 'good';
		const reports = reportsOf(machines, []);
		const reason =
			result.outcome === 'timeout'
				? `it was not done after ${Math.round(result.waitedMs / 1000)} s, last seen: ${result.seen}`
				: verdict.reason;
		if (verified || returnsBadEnd(context)) {
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
							digest: machines.find(
								({ config }) => textAt(config, 'metadata', 'fly_release_id') === release.id,
							)?.image_ref?.digest ?? null,
						}),
					},
					{ verified, raw: !switchParameter(context, 'simplify') },
				),
				warnings: verified ? warningsOn(machines, groups) : [],
				machines: reportsJson(reports),
			};
		}
		throw new OperationFailure(
			`Fly.io release v${release.version} of app ${app} is not done, but ${verdict.state}: ${reason}. ${whatRunsWhere(reports)}`,
			'Look at the app\'s machines and logs in Fly.io, then deploy again or use Roll Back',
			{ machines: reportsJson(reports) },
		);
	},
};
