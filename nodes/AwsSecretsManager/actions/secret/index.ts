import type { Resource } from '../../../shared/operation/operation';
import { bootstrap } from './bootstrap.operation';
import { create } from './create.operation';
import { deleteSecret } from './delete.operation';
import { describe } from './describe.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { putValue } from './putValue.operation';
import { restore } from './restore.operation';
import { rollBack } from './rollBack.operation';
import { versions } from './versions.operation';

export const secret: Resource = {
	value: 'secret',
	name: 'Secret',
	operations: [get, bootstrap, getMany, describe, versions, create, putValue, rollBack, deleteSecret, restore],
};
