import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { branchName } from '../../api/types';
import { assertWithinHistory } from '../../changes/branchHistory';
import { createSnapshot } from '../../changes/createSnapshot';
import { chosenBranch } from '../../fields/chosen';
import { optionsField } from '../../fields/collections';
import { expiryIn, expiryOptions, longestSnapshotHours } from '../../fields/expiry';
import { branchField, projectField } from '../../fields/locators';
import { momentProperties, readMoment } from '../../fields/moment';
import { optionalNameField } from '../../fields/names';
import { shaped } from '../../fields/simplify';
import { momentJson, planJson } from '../../output/planJson';
import { snapshotJson } from '../../output/snapshotJson';
import { newRunId } from '../runId';
import { startWork } from '../startWork';

const nameOfSnapshot = optionalNameField(
	'before-migration-42',
	'Leave it empty for a random one',
	() => `slipway-${newRunId(6)}`,
);
const options = optionsField(expiryOptions('snapshot'));

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a snapshot',
	description: 'Take a snapshot of a root branch and wait until it is complete',
	properties: [
		projectField,
		branchField,
		nameOfSnapshot,
		...momentProperties('the branch', 'latest'),
		options,
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const name = nameOfSnapshot.read(context);
		const moment = readMoment(context);
		const expiresAt = expiryIn(options.read(context), longestSnapshotHours);
		const work = await startWork(context);
		const { project } = work;
		const branch = await chosenBranch(context, work);
		assertWithinHistory(project, branch, moment);
		if (dryRunProperty.read(context)) {
			return planJson(project, branchName(branch), {
				action: 'createSnapshot',
				name,
				point: momentJson(moment),
				expiresAt,
			});
		}
		const snapshot = await createSnapshot(work, { branch, name, moment, expiresAt });
		return shaped(context, snapshot, (one) => snapshotJson(project, one));
	},
};
