import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const server: Resource = { value: 'server', name: 'Server', operations: [get] };
