import type { Resource } from '../../shared/operation/operation';
import { object } from './object';

export const resources: readonly Resource[] = [object];
