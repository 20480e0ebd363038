import type { Operation } from '../../../shared/operation/operation';
import { Adjustments } from '../../state/adjustments';
import { patienceProperty } from '../../fields/keepTrying';
import { dedupKeyParameter, dedupKeyProperty } from '../../fields/dedupKey';
import { sendAlertEvent } from './sendAlertEvent';

export const acknowledge: Operation = {
	value: 'acknowledge',
	name: 'Acknowledge',
	action: 'Acknowledge an alert',
	description: 'Stop the escalation of an open alert',
	properties: [dedupKeyProperty, patienceProperty],
	async execute(context) {
		const adjustments = new Adjustments();
		const dedupKey = dedupKeyParameter(context, adjustments);
		return await sendAlertEvent(context, { event_action: 'acknowledge', dedup_key: dedupKey }, adjustments);
	},
};
