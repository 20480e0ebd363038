import type { Resource } from '../../../shared/operation/operation';
import { purge } from './purge.operation';

export const cache: Resource = { value: 'cache', name: 'Cache', operations: [purge] };
