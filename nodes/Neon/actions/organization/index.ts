import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const organization: Resource = { value: 'organization', name: 'Organization', operations: [get] };
