import type { Resource } from '../../shared/operation/operation';
import { secret } from './secret';

export const resources: readonly Resource[] = [secret];
