import type { Operation } from '../../../shared/operation/operation';
import { runSync } from './runSync';
import { selectionProperties } from '../../fields/selection';
import { sourceProperties } from './readSource';
import { targetProperties } from './openTarget';

export const plan: Operation = {
	value: 'plan',
	name: 'Plan',
	action: 'Plan a sync of secrets',
	description: 'Show what Sync would do and change nothing',
	properties: [...sourceProperties, ...targetProperties, ...selectionProperties],
	execute: async (context) => await runSync(context, false),
};
