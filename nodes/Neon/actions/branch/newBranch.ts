import type { INodeProperties } from 'n8n-workflow';

import { collectionParameter } from '../../../shared/fields/parameters';
import type { OperationContext } from '../../../shared/operation/operation';
import { findDefaultBranch } from '../../api/findBranch';
import { assertWithinHistory } from '../../changes/branchHistory';
import type { Work } from '../../changes/work';
import { optionalBranch } from '../../fields/chosen';
import { computeOptions, computeSettingsIn } from '../../fields/computeSettings';
import { expiryIn, expiryOptions } from '../../fields/expiry';
import { optionalBranchField } from '../../fields/locators';
import { momentProperties, readMoment } from '../../fields/moment';
import { nameField } from '../../fields/names';
import { addComputeField, protectedOption, schemaOnlyField } from '../../fields/switches';
import type { BranchWish } from '../../state/branchWish';

const nameOfBranch = nameField('preview/pr-42');

const parentField = optionalBranchField(
	'Parent',
	'parent',
	'The branch to make it from; leave it empty for the default branch',
);

/** What Ensure and Create ask for alike. */
export const newBranchProperties: INodeProperties[] = [
	nameOfBranch,
	parentField,
	...momentProperties('the parent', 'latest'),
	schemaOnlyField,
	addComputeField,
];

export const newBranchOptions: INodeProperties[] = [...expiryOptions('branch'), ...computeOptions];

/** What the fields say of a new branch, before anything is looked up. @throws ConfigurationError for what Neon would refuse. */
export function readNewBranch(context: OperationContext): Omit<BranchWish, 'parent' | 'isParentChosen'> {
	const options = collectionParameter(context, 'options');
	return {
		name: nameOfBranch.read(context),
		moment: readMoment(context),
		schemaOnly: schemaOnlyField.read(context),
		expiresAt: expiryIn(options),
		isProtected: options[protectedOption.name] === true,
		compute: addComputeField.read(context) ? computeSettingsIn(options) : null,
	};
}

/** The same with the parent that is meant. @throws OperationFailure when that does not exist, or did not at that moment. */
export async function withParent(
	context: OperationContext,
	work: Work,
	asked: ReturnType<typeof readNewBranch>,
): Promise<BranchWish> {
	const chosen = await optionalBranch(context, work, parentField);
	const parent = chosen ?? (await findDefaultBranch(work));
	assertWithinHistory(work.project, parent, asked.moment);
	return { ...asked, parent, isParentChosen: chosen !== null };
}
