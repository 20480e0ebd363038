import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { deployOrPublishedField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { changeLock } from './changeLock';

export const unlock: Operation = {
	value: 'unlock',
	name: 'Unlock',
	action: 'Unlock a site',
	description: 'Let new production deploys go live by themselves again',
	properties: [siteField, deployOrPublishedField, dryRunProperty, simplifyProperty],
	execute: async (context) => await changeLock(context, false),
};
