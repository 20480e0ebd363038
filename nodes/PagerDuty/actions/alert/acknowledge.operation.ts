import type { Operation } from '../../../shared/operation/operation';
import { dedupKeyField } from '../../fields/dedupKey';
import { keepTryingField } from '../../fields/keepTrying';
import { updateAlert } from './sendAlert';

export const acknowledge: Operation = {
	value: 'acknowledge',
	name: 'Acknowledge',
	action: 'Acknowledge an alert',
	description: 'Stop the escalation of an open alert',
	properties: [dedupKeyField, keepTryingField],
	execute: async (context) => await updateAlert(context, 'acknowledge'),
};
