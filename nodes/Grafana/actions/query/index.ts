import type { Resource } from '../../../shared/operation/operation';
import { gate } from './gate.operation';
import { instant } from './instant.operation';
import { range } from './range.operation';

export const query: Resource = { value: 'query', name: 'Query', operations: [instant, range, gate] };
