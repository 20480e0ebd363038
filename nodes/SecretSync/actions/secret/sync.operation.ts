import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { runSync } from './runSync';
import { syncProperties } from './syncProperties';

export const sync: Operation = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync secrets',
	description: 'Write the keys that differ; values never come out of the node',
	properties: [...syncProperties, dryRunProperty],
	execute: async (context) => await runSync(context, { isDryRun: dryRunProperty.read(context) }),
};
