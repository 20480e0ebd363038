import type { Resource } from '../../shared/operation/operation';
import { secret } from './secret';

/** In the order of the menu. */
export const resources: readonly Resource[] = [secret];
