import {
	enteredAs,
	locatorProperty,
	optionalLocator,
	optionalLocatorValue,
} from '../../shared/fields/locators';
import type { OperationContext } from '../../shared/operation/operation';

export const siteProperty = locatorProperty({
	displayName: 'Site',
	name: 'site',
	description: 'The Netlify site',
	search: 'searchSites',
	enter: [
		enteredAs('id', 'By ID', '7a1e0001-5b0c-4c1f-9d00-000000000001'),
		enteredAs('name', 'By Name, Domain or URL', 'paintbox.candlefish.ai'),
	],
});

export const deployProperty = locatorProperty({
	displayName: 'Deploy',
	name: 'deploy',
	description: 'A deploy of that site',
	search: 'searchDeploys',
	enter: [enteredAs('id', 'By ID', '65f1c0de7a1e0001d0000001')],
});

/** The same, where an empty one stands for the deploy that is live. */
export const deployOrPublishedProperty = optionalLocator(
	deployProperty,
	'A deploy of that site; leave it empty for the one that is live',
);

/** The deploy, or an empty text when none was chosen. */
export function optionalDeployParameter(context: OperationContext): string {
	return optionalLocatorValue(context, 'deploy');
}
