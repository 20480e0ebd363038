import { parseImageReference } from '../../../deployment/values/imageReference';
import { OperationFailure } from '../../../shared/operation/errors';
import { option, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { namesParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import {
	adviceWithoutTarget,
	verifiedVersionsParameter,
	verifiedVersionsProperty,
} from '../../../shared/fields/verifiedVersions';
import { awaitRelease } from '../../awaitRelease';
import { containersByMachine, containersPlan } from '../../containers';
import { containersProperty, paceParameters, paceProperties } from '../../deployParameters';
import { findRelease, historyLength } from '../../findRelease';
import { refuseLeftovers } from '../../leftovers';
import { appParameter, appProperty, optionalReleaseParameter, releaseProperty } from '../../locators';
import { listMachines } from '../../machines';
import { outcomeJson } from '../../outcome';
import { planJson } from '../../plan';
import { leftOutMachines, managedMachines } from '../../processGroups';
import { readHistories, recordedConfigurations } from '../../recordedConfigurations';
import { releaseComparison, releaseImage } from '../../releaseContent';
import { listReleases, recordOf } from '../../releases';
import { chooseRelease, currentRelease, hasLeft, sameAsCurrent } from '../../rollbackChoice';
import { deploy } from '../../rollout/deploy';
import { fly } from '../../transport';
import type { FlyConfig, FlyRelease } from '../../types';

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back an app',
	description: 'Bring every machine back to the image and configuration it had under an earlier release',
	properties: [
		appProperty,
		releaseProperty(
			'The release to go back to; empty for the last one before this that was verified good',
		),
		textField('Only If Live', 'badRelease', {
			placeholder: 'v12',
			description: 'Version or ID of the bad release. If another one runs by now, nothing is changed; if it was undone or rolled back already, that is the answer. Makes it safe to run this twice.',
		}),
		verifiedVersionsProperty('Versions, release IDs, images or digests', '={{ $json.verifiedReleases }}'),
		{
			displayName: 'Strategy',
			name: 'strategy',
			type: 'options',
			options: [
				option('Rolling', 'rolling', 'A share of the machines at a time'),
				option(
					'Immediate',
					'immediate',
					'All machines at once: the fastest way when none of them works',
				),
			],
			default: 'rolling',
			description: 'In which order the machines are changed',
		},
		containersProperty,
		...paceProperties,
	],
	async execute(context) {
		const app = appParameter(context);
		const chosen = optionalReleaseParameter(context);
		const bad = textParameter(context, 'badRelease');
		const verified = verifiedVersionsParameter(
			context,
			'Give versions such as v12, release IDs, images or digests',
		);
		const pace = paceParameters(context);
		const client = fly(context);
		const fleet = await listMachines(client, app);
		const machines = managedMachines(app, fleet, []);
		const leftOut = leftOutMachines(fleet);
		const releases = await listReleases(client, app, historyLength);
		refuseLeftovers(app, machines, releases);
		const current = currentRelease(releases, machines);
		if (!current) {
			throw new OperationFailure(
				`The machines of app ${app} belong to no release that Fly.io knows, so none can be left`,
				'Deploy a good image with Deploy Image',
			);
		}
		const historyOf = await readHistories(client, app, machines);
		const compare = releaseComparison(current, machines, historyOf);
		const same = sameAsCurrent(current, releases, compare);
		const left = bad === '' ? (releases[0] ?? current) : findRelease(app, releases, bad);
		const isLive = left.id === current.id || (bad !== '' && same.some(({ id }) => id === left.id));
		if (bad !== '' && !isLive) {
			// It was undone, or rolled back already: that the former one runs is shown, and nothing is changed.
			if (chosen === '' && (left.version > current.version || same.some((release) => hasLeft(release, left)))) {
				return switchParameter(context, 'dryRun')
					? planJson(app, machines, leftOut, current, { action: 'none', to: `v${current.version}` })
					: await awaitRelease(context, client, app, current);
			}
			throw new OperationFailure(
				`App ${app} does not run release ${bad}, but v${current.version}, so it was not rolled back`,
				'If what runs now is bad, name that one, or choose a release to go back to',
			);
		}
		const rollback = same.find((release) => recordOf(release)?.kind === 'rollback');
		if (chosen === '' && (!isLive || rollback)) {
			throw new OperationFailure(
				!isLive
					? `No machine of app ${app} runs its newest release, v${left.version}: they run v${current.version}, which was not rolled back`
					: rollback === current
						? `Release v${current.version} of app ${app} is itself a roll back, and a roll back is not rolled back`
						: `Release v${current.version} of app ${app} is the same as v${rollback?.version ?? ''}, which is itself a roll back, and a roll back is not rolled back`,
				'Look at what is wrong first. To go further back, choose the release',
			);
		}
		const choice =
			chosen === ''
				? chooseRelease(current, releases, verified, compare)
				: { found: true as const, target: findRelease(app, releases, chosen) };
		if (!choice.found) {
			throw new OperationFailure(
				`App ${app} cannot be rolled back: ${choice.reason}`,
				adviceWithoutTarget(verified, {
					listed: 'Give versions, IDs, images or digests of its releases as Verified Releases, or choose a release',
					unlisted: 'Choose a release, or deploy a good image',
				}),
			);
		}
		const { target } = choice;
		if (compare(target, 'now') === 'same') {
			throw new OperationFailure(
				`Release v${target.version} of app ${app} has the image and configuration that run now (v${current.version}), so going back to it would change nothing`,
				'Choose an earlier release with another image or configuration, or deploy a good image',
			);
		}
		const recorded = recordedConfigurations(app, machines, target, historyOf);
		const image = imageOf(app, target, [...recorded.values()].map(({ config }) => config));
		const containers = containersByMachine(
			app,
			machines,
			({ machine, config }) => ({ config: recorded.get(machine.id)?.config ?? config, image: image.text }),
			namesParameter(context, 'containers'),
		);
		if (switchParameter(context, 'dryRun')) {
			return planJson(app, machines, leftOut, current, {
				action: 'rollBack',
				from: `v${current.version}`,
				to: `v${target.version}`,
				image: image.text,
				strategy: textParameter(context, 'strategy'),
				...containersPlan(containers),
				configurationsFrom: Object.fromEntries(
					[...recorded].map(([id, { source }]) => [id, source]),
				),
			});
		}
		const outcome = await deploy(client, {
			...pace,
			app,
			kind: 'rollback',
			strategy: textParameter(context, 'strategy') === 'immediate' ? 'immediate' : 'rolling',
			image: image.text,
			digest: image.digest,
			machines,
			configOf: ({ machine, config }) => recorded.get(machine.id)?.config ?? config,
			containers,
			leftOut,
			releaseCommand: [],
			rolledBackFrom: same.map(({ version }) => version),
			newest: releases[0] ?? null,
		});
		return outcomeJson(context, app, outcome, current);
	},
};

/** By its digest where it was kept: the tag may name another image by now. */
function imageOf(
	app: string,
	release: FlyRelease,
	configurations: readonly FlyConfig[],
): { readonly text: string; readonly digest: string | null } {
	const text = releaseImage(release, configurations);
	const parsed = parseImageReference(text);
	if (parsed.ok) return { text, digest: parsed.image.digest };
	throw new OperationFailure(
		`The image of release v${release.version} of app ${app} cannot be read: ${parsed.reason}`,
		'Choose another release, or use Deploy Image',
	);
}
