import type { Operation } from '../../../shared/operation/operation';
import { install, installProperties } from './install';

export const installOrUpgrade: Operation = {
	value: 'installOrUpgrade',
	name: 'Install or Upgrade',
	action: 'Install or upgrade the workflows',
	description:
		'Put the workflows, Data Tables and credentials to fill in into this n8n and publish what can be; again, it upgrades',
	properties: installProperties,
	execute: async (context) => await install(context, { isPlan: false, on: (api) => api }),
};
