import type { Operation } from '../../../shared/operation/operation';
import { rehearse } from '../../api/rehearsal';
import { install, installProperties } from './install';

export const plan: Operation = {
	value: 'plan',
	name: 'Plan',
	action: 'Plan an installation of the workflows',
	description: 'Say what Install or Upgrade would do, and change nothing',
	properties: installProperties,
	execute: async (context) => await install(context, { isPlan: true, on: rehearse }),
};
