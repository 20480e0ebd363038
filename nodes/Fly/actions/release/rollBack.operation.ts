import { choiceField, field, option, textField } from '../../../shared/fields/fields';
import { textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import {
	adviceWithoutTarget,
	verifiedVersionsParameter,
	verifiedVersionsProperty,
} from '../../../shared/fields/verifiedVersions';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { deploy } from '../../changes/deploy/deploy';
import { destroyAbandoned } from '../../changes/deploy/destroyAbandoned';
import { waitForRelease } from '../../changes/deploy/waitForRelease';
import { readRollbackPast } from '../../changes/rollback/rollbackPast';
import { planRollback } from '../../changes/rollback/rollbackPlan';
import { rollbackTarget, type RollbackWish } from '../../changes/rollback/rollbackTarget';
import { containersField, paceProperties, readPace } from '../../fields/deployFields';
import { appField, releaseField } from '../../fields/locators';
import { containersPlan, planJson } from '../../output/planJson';
import { presentResult } from './presentResult';
import { presentWait } from './presentWait';

const targetField = releaseField(
	'The release to roll back to. Leave empty for the last one before this that was verified.',
);

const badReleaseField = textField('Only If Live', 'badRelease', {
	placeholder: 'v12',
	description:
		'Version or ID of the bad release. If another one is live by now, nothing is changed. If it was reverted or rolled back already, what is live is verified and returned. Makes it safe to run this twice.',
});

const strategyChoice = choiceField(
	'Strategy',
	'strategy',
	[
		option('Rolling', 'rolling', 'A share of the machines at a time'),
		option('Immediate', 'immediate', 'All machines at once: the fastest way when none of them works'),
	],
	{ description: 'In which order the machines are changed' },
);

/** Whatever an expression gives, or Deploy Image left there: a roll back is not refused for its strategy. */
const strategyField = field(strategyChoice, (context) =>
	textParameter(context, 'strategy') === 'immediate' ? 'immediate' : 'rolling',
);

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back an app',
	description: 'Give every machine the image and configuration that it had under an earlier release',
	properties: [
		appField,
		targetField,
		badReleaseField,
		verifiedVersionsProperty('Versions, release IDs, images or digests', '={{ $json.verifiedReleases }}'),
		strategyField,
		containersField,
		...paceProperties,
	],
	async execute(context) {
		const app = appField.read(context);
		const wish = readWish(context);
		const strategy = strategyField.read(context);
		const pace = readPace(context, strategy);
		const isDryRun = dryRunProperty.read(context);
		const client = flyClient(context);
		const past = await readRollbackPast(client, app, wish.bad);
		const { machines, abandoned, leftOut, releases, current, same } = past;
		const target = rollbackTarget(past, wish);
		if (target === null) {
			// It was reverted, or rolled back already: what is live is verified, and stays.
			if (isDryRun) return planJson(app, machines, leftOut, current, { action: 'none', to: `v${current.version}` });
			await destroyAbandoned(client, app, abandoned);
			return presentWait(context, app, await waitForRelease(client, app, current, pace));
		}
		const { recorded, ...plan } = planRollback(past, target, containersField.read(context));
		if (isDryRun) {
			return planJson(app, machines, leftOut, current, {
				action: 'rollBack',
				from: `v${current.version}`,
				to: `v${target.version}`,
				image: plan.image,
				strategy,
				...containersPlan(plan.containers),
				configurationsFrom: Object.fromEntries([...recorded].map(([id, { source }]) => [id, source])),
			});
		}
		await destroyAbandoned(client, app, abandoned);
		const result = await deploy(client, {
			...pace,
			...plan,
			app,
			kind: 'rollback',
			expectedCommit: null,
			resumes: null,
			makesFirst: false,
			startsCrashed: false,
			strategy,
			machines,
			leftOut,
			releaseCommand: [],
			rolledBackFrom: same.map(({ version }) => version),
			newest: releases[0] ?? null,
		});
		return presentResult(context, app, result, current);
	},
};

function readWish(context: OperationContext): RollbackWish {
	const verified = verifiedVersionsParameter(context, 'Use versions such as v12, release IDs, images or digests');
	return {
		chosen: targetField.read(context),
		bad: badReleaseField.read(context),
		verified,
		adviceWithoutTarget: adviceWithoutTarget(verified, {
			listed: 'Name versions, IDs, images or digests of its releases in Verified Releases, or choose a release',
			unlisted: 'Choose a release, or deploy a good image',
		}),
	};
}
