import type { Resource } from '../../../shared/operation/operation';
import { send } from './send.operation';

export const metric: Resource = { value: 'metric', name: 'Metric', operations: [send] };
