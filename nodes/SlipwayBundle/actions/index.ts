import type { Resource } from '../../shared/operation/operation';
import { bundle } from './bundle';

export const resources: readonly Resource[] = [bundle];
