import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { deployOrPublishedField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { changeLock } from './changeLock';

export const lock: Operation = {
	value: 'lock',
	name: 'Lock',
	action: 'Lock a site at a deploy',
	description: 'Stop automatic publishing: the site keeps serving this deploy, whatever is built',
	properties: [siteField, deployOrPublishedField, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeLock(context, true),
};
