import { enteredAs, locatorProperty } from '../../shared/fields/locators';

/** A branch of the chosen repository. */
export const branchField = locatorProperty({
	displayName: 'Branch',
	name: 'branch',
	search: 'searchBranches',
	enter: [enteredAs('name', 'By Name', 'main')],
});
