import type { Operation } from '../../../shared/operation/operation';
import { dedupKeyField } from '../../fields/dedupKey';
import { keepTryingField } from '../../fields/keepTrying';
import { updateAlert } from './sendAlert';

export const resolve: Operation = {
	value: 'resolve',
	name: 'Resolve',
	action: 'Resolve an alert',
	description: 'Close an alert; nothing happens when none is open under that key',
	properties: [dedupKeyField, keepTryingField],
	execute: async (context) => await updateAlert(context, 'resolve'),
};
