import type { Resource } from '../../../shared/operation/operation';
import { ensure } from './ensure.operation';

export const dashboard: Resource = { value: 'dashboard', name: 'Dashboard', operations: [ensure] };
