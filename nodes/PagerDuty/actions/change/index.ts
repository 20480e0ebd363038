import type { Resource } from '../../../shared/operation/operation';
import { send } from './send.operation';

export const change: Resource = { value: 'change', name: 'Change', operations: [send] };
