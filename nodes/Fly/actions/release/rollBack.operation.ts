import { option, textField } from '../../../shared/fields/fields';
import { namesParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import {
	adviceWithoutTarget,
	verifiedVersionsParameter,
	verifiedVersionsProperty,
} from '../../../shared/fields/verifiedVersions';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { deploy } from '../../changes/deploy/deploy';
import { waitForRelease } from '../../changes/deploy/waitForRelease';
import { readRollbackPast } from '../../changes/rollback/rollbackPast';
import { planRollback } from '../../changes/rollback/rollbackPlan';
import { rollbackTarget } from '../../changes/rollback/rollbackTarget';
import { containersProperty, paceParameters, paceProperties } from '../../fields/deployFields';
import { appParameter, appProperty, optionalReleaseParameter, releaseProperty } from '../../fields/locators';
import { containersPlan, planJson } from '../../output/planJson';
import { presentResult } from './presentResult';
import { presentWait } from './presentWait';

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
		const verified = verifiedVersionsParameter(context, 'Give versions such as v12, release IDs, images or digests');
		const wish = {
			chosen: optionalReleaseParameter(context),
			bad: textParameter(context, 'badRelease'),
			verified,
			adviceWithoutTarget: adviceWithoutTarget(verified, {
				listed: 'Give versions, IDs, images or digests of its releases as Verified Releases, or choose a release',
				unlisted: 'Choose a release, or deploy a good image',
			}),
		};
		const pace = paceParameters(context);
		const strategy = textParameter(context, 'strategy') === 'immediate' ? 'immediate' : 'rolling';
		const isDryRun = switchParameter(context, 'dryRun');
		const client = flyClient(context);
		const past = await readRollbackPast(client, app);
		const { machines, leftOut, releases, current, same } = past;
		const target = rollbackTarget(past, wish);
		if (target === null) {
			// It was reverted, or rolled back already: that the former one runs is shown, and nothing is changed.
			return isDryRun
				? planJson(app, machines, leftOut, current, { action: 'none', to: `v${current.version}` })
				: presentWait(context, app, await waitForRelease(client, app, current, pace));
		}
		const { image, digest, recorded, containers, configOf } = planRollback(past, target, namesParameter(context, 'containers'));
		if (isDryRun) {
			return planJson(app, machines, leftOut, current, {
				action: 'rollBack',
				from: `v${current.version}`,
				to: `v${target.version}`,
				image,
				strategy,
				...containersPlan(containers),
				configurationsFrom: Object.fromEntries([...recorded].map(([id, { source }]) => [id, source])),
			});
		}
		const result = await deploy(client, {
			...pace,
			app,
			kind: 'rollback',
			strategy,
			image,
			digest,
			machines,
			configOf,
			containers,
			leftOut,
			releaseCommand: [],
			rolledBackFrom: same.map(({ version }) => version),
			newest: releases[0] ?? null,
		});
		return presentResult(context, app, result, current);
	},
};
