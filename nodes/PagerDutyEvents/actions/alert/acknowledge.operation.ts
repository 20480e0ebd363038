import type { Operation } from '../../../shared/operation';
import { dedupKeyParameter, dedupKeyProperty, sendAlertEvent } from './dedupKey';

export const acknowledge: Operation = {
	value: 'acknowledge',
	name: 'Acknowledge',
	action: 'Acknowledge an alert',
	description: 'Stop the escalation of an open alert',
	properties: [dedupKeyProperty],
	async execute(context) {
		const dedupKey = dedupKeyParameter(context);
		return await sendAlertEvent(context, { event_action: 'acknowledge', dedup_key: dedupKey });
	},
};
