import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getLive } from './getLive.operation';
import { getMany } from './getMany.operation';

export const app: Resource = { value: 'app', name: 'App', operations: [get, getLive, getMany] };
