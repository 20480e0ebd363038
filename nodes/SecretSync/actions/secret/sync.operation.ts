import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { runSync } from './runSync';
import { selectionProperties } from '../../fields/selection';
import { sourceProperties } from './readSource';
import { targetProperties } from './openTarget';

export const sync: Operation = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync secrets',
	description: 'Write the keys that differ; values never come out of the node',
	properties: [...sourceProperties, ...targetProperties, ...selectionProperties, dryRunProperty],
	execute: async (context) => await runSync(context, !switchParameter(context, 'dryRun')),
};
