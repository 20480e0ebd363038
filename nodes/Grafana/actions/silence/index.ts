import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { expire } from './expire.operation';

export const silence: Resource = { value: 'silence', name: 'Silence', operations: [create, expire] };
