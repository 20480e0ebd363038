import type { Operation } from '../../../shared/operation/operation';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { changeLock } from './changeLock';
import { deployOrPublishedProperty, siteProperty } from '../../fields/locators';

export const lock: Operation = {
	value: 'lock',
	name: 'Lock',
	action: 'Lock a site at a deploy',
	description: 'Stop automatic publishing: the site keeps serving this deploy, whatever is built',
	properties: [siteProperty, deployOrPublishedProperty, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeLock(context, true),
};
