import { field } from '../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../shared/fields/locators';

const workflowLocator = locatorProperty({
	displayName: 'Workflow',
	name: 'workflow',
	search: 'searchWorkflows',
	enter: [enteredAs('id', 'By File or ID', 'deploy.yml')],
});

/** A workflow of the chosen repository: GitHub expects the file's name without its folder. */
export const workflowField = field(workflowLocator, (context) =>
	workflowLocator.read(context).replace(/^\.github\/workflows\//, ''),
);
