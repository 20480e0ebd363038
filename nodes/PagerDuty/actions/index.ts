import type { Resource } from '../../shared/operation/operation';
import { alert } from './alert';
import { change } from './change';

export const resources: readonly Resource[] = [alert, change];
