import type { Resource } from '../../shared/operation/operation';
import type { CatalogOperation } from './catalogOperation';
import { service } from './service';

export const resources: ReadonlyArray<Resource<CatalogOperation>> = [service];
