import type { Resource } from '../../shared/operation/operation';
import { secret } from './secret';
import { serviceSecrets } from './serviceSecrets';

/** In the order of the menu. */
export const resources: readonly Resource[] = [secret, serviceSecrets];
