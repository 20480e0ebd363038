import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';

export const alert: Resource = { value: 'alert', name: 'Alert', operations: [getMany] };
