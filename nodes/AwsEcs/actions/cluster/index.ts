import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';

export const cluster: Resource = { value: 'cluster', name: 'Cluster', operations: [getMany] };
