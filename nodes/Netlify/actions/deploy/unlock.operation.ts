import type { Operation } from '../../../shared/operation/operation';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { changeLock } from './changeLock';
import { deployOrPublishedProperty, siteProperty } from '../../fields/locators';

export const unlock: Operation = {
	value: 'unlock',
	name: 'Unlock',
	action: 'Unlock a site',
	description: 'Let new production deploys go live by themselves again',
	properties: [siteProperty, deployOrPublishedProperty, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeLock(context, false),
};
