import type { Operation } from '../../../shared/operation/operation';
import { runSync } from './runSync';
import { syncProperties } from './syncProperties';

export const plan: Operation = {
	value: 'plan',
	name: 'Plan',
	action: 'Plan a sync of secrets',
	description: 'Show what Sync would do and change nothing',
	properties: syncProperties,
	execute: async (context) => await runSync(context, { isDryRun: true }),
};
