import { requiredTextField } from '../../shared/fields/fields';

/** A branch other than the production one. */
export const deployedBranchField = requiredTextField('Branch', 'branch', {
	placeholder: 'feature/login',
	description: 'The name of the branch, as it is in the repository',
});
