import type { IDataObject } from 'n8n-workflow';

import { textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { branchName } from '../../api/types';
import { updateBranch, type BranchChanges } from '../../changes/updateBranch';
import { chosenBranch } from '../../fields/chosen';
import { changesField } from '../../fields/collections';
import { expiryIn, expiryOptions } from '../../fields/expiry';
import { branchField, projectField } from '../../fields/locators';
import { checkedName } from '../../fields/names';
import { shaped } from '../../fields/simplify';
import { allowDefaultBranchField, neverExpiresOption, protectedOption } from '../../fields/switches';
import { branchJson } from '../../output/branchJson';
import { planJson } from '../../output/planJson';
import { assertAllowed } from '../assertAllowed';
import { startWork } from '../startWork';

const changesOfBranch = changesField([
	...expiryOptions('branch'),
	textField('Name', 'name'),
	neverExpiresOption,
	protectedOption,
]);

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a branch',
	description: 'Rename a branch, protect it, or change when it expires',
	properties: [
		projectField,
		branchField,
		changesOfBranch,
		allowDefaultBranchField,
		timeoutProperty(60),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const changes = readChanges(changesOfBranch.read(context));
		const work = await startWork(context);
		const branch = await chosenBranch(context, work);
		const onlyProtects = Object.keys(changes).length === 1 && changes.protected === true;
		if (!onlyProtects) assertAllowed(context, work.project, branch, 'changed');
		if (dryRunProperty.read(context)) {
			return planJson(work.project, branchName(branch), { action: 'update', id: branch.id, changes: { ...changes } });
		}
		const after = await updateBranch(work, branch, changes);
		return shaped(context, after, (one) => branchJson(work.project, one));
	},
};

/** @throws ConfigurationError for no changes, and for two that contradict each other. */
function readChanges(entered: IDataObject): BranchChanges {
	const { name, protected: isProtected, neverExpires } = entered;
	const expiresAt = expiryIn(entered);
	if (expiresAt !== null && neverExpires === true) {
		throw new ConfigurationError('Both an expiry and Never Expires are given', 'Remove one of the two');
	}
	const changes: BranchChanges = {
		...(name !== undefined && { name: checkedName(String(name).trim()) }),
		...(isProtected !== undefined && { protected: isProtected === true }),
		...(expiresAt !== null && { expires_at: expiresAt }),
		...(neverExpires === true && { expires_at: null }),
	};
	if (Object.keys(changes).length > 0) return changes;
	throw new ConfigurationError('No change is given', 'Add at least one under Changes');
}
