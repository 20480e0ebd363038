import type { Resource } from '../../../shared/operation/operation';
import { compareSchema } from './compareSchema.operation';
import { create } from './create.operation';
import { deleteIfExists } from './deleteIfExists.operation';
import { ensure } from './ensure.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { resetFromParent } from './resetFromParent.operation';
import { restore } from './restore.operation';
import { update } from './update.operation';

export const branch: Resource = {
	value: 'branch',
	name: 'Branch',
	operations: [ensure, create, deleteIfExists, get, getMany, resetFromParent, restore, update, compareSchema],
};
