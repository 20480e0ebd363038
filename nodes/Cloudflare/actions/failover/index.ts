import type { Resource } from '../../../shared/operation/operation';
import { ask } from './ask.operation';
import { conclude } from './conclude.operation';
import { decide } from './decide.operation';

export const failover: Resource = { value: 'failover', name: 'Failover', operations: [decide, conclude, ask] };
