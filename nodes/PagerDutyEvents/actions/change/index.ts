import type { Resource } from '../../../shared/operation';
import { send } from './send.operation';

export const change: Resource = { value: 'change', name: 'Change', operations: [send] };
