import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';

export const variant: Resource = { value: 'variant', name: 'Variant', operations: [getMany] };
