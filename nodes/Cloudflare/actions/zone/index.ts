import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';

export const zone: Resource = { value: 'zone', name: 'Zone', operations: [getMany] };
