import type { Resource } from '../../shared/operation/operation';
import { launch } from './launch';
import { schema } from './schema';
import { variant } from './variant';

export const resources: readonly Resource[] = [schema, launch, variant];
