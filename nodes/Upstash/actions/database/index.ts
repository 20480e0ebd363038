import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteDatabase } from './delete.operation';
import { disableEviction, enableEviction } from './eviction.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { resetPassword } from './resetPassword.operation';
import { stats } from './stats.operation';
import { updateRegions } from './updateRegions.operation';

export const database: Resource = {
	value: 'database',
	name: 'Database',
	description: 'The Redis databases of an Upstash account',
	operations: [
		get,
		getMany,
		create,
		updateRegions,
		enableEviction,
		disableEviction,
		resetPassword,
		stats,
		deleteDatabase,
	],
};
