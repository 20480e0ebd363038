import type { Operation } from '../../../shared/operation/operation';
import { Adjustments } from '../../state/adjustments';
import { patienceProperty } from '../../fields/keepTrying';
import { dedupKeyParameter, dedupKeyProperty } from '../../fields/dedupKey';
import { sendAlertEvent } from './sendAlertEvent';

export const resolve: Operation = {
	value: 'resolve',
	name: 'Resolve',
	action: 'Resolve an alert',
	description: 'Close an alert; harmless when none is open under that key',
	properties: [dedupKeyProperty, patienceProperty],
	async execute(context) {
		const adjustments = new Adjustments();
		const dedupKey = dedupKeyParameter(context, adjustments);
		return await sendAlertEvent(context, { event_action: 'resolve', dedup_key: dedupKey }, adjustments);
	},
};
