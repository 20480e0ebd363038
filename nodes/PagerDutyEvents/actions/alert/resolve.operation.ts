import type { Operation } from '../../../shared/operation';
import { dedupKeyParameter, dedupKeyProperty, sendAlertEvent } from './dedupKey';

export const resolve: Operation = {
	value: 'resolve',
	name: 'Resolve',
	action: 'Resolve an alert',
	description: 'Close an alert; harmless when none is open under that key',
	properties: [dedupKeyProperty],
	async execute(context) {
		const dedupKey = dedupKeyParameter(context);
		return await sendAlertEvent(context, { event_action: 'resolve', dedup_key: dedupKey });
	},
};
