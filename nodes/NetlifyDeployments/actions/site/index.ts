import type { Resource } from '../../../shared/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const site: Resource = { value: 'site', name: 'Site', operations: [get, getMany] };
