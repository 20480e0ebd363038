import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { finish } from './finish.operation';
import { getMany } from './getMany.operation';

export const annotation: Resource = { value: 'annotation', name: 'Annotation', operations: [create, finish, getMany] };
