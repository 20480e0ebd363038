import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const app: Resource = { value: 'app', name: 'App', operations: [get, getMany] };
