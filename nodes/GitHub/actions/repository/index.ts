import type { Resource } from '../../../shared/operation/operation';
import { getSecurity } from './getSecurity.operation';

export const repository: Resource = { value: 'repository', name: 'Repository', operations: [getSecurity] };
