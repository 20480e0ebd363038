import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteRole } from './delete.operation';
import { getMany } from './getMany.operation';
import { resetPassword } from './resetPassword.operation';

export const role: Resource = {
	value: 'role',
	name: 'Role',
	operations: [getMany, create, resetPassword, deleteRole],
};
