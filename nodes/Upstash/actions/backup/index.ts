import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteBackup } from './delete.operation';
import { getMany } from './getMany.operation';
import { restore } from './restore.operation';

export const backup: Resource = {
	value: 'backup',
	name: 'Backup',
	description: 'Copies of a database, kept by Upstash',
	operations: [create, getMany, restore, deleteBackup],
};
