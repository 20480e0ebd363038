import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const file: Resource = { value: 'file', name: 'File', operations: [get] };
