import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';

export const deployField = locatorProperty({
	displayName: 'Deploy',
	name: 'deploy',
	description: 'A deploy of that site',
	search: 'searchDeploys',
	enter: [enteredAs('id', 'By ID', '65f1c0de7a1e0001d0000001')],
});

/** The same where an empty one stands for the deploy that is live; read as '' then. */
export const deployOrPublishedField = optionalLocator(
	deployField,
	'A deploy of that site; leave it empty for the one that is live',
);

/** The same where an empty one stands for the one that a roll back chooses; read as '' then. */
export const rollbackDeployField = optionalLocator(
	deployField,
	'The deploy to roll back to; leave it empty for the last good one before the live one',
);
