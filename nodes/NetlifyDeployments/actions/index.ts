import type { Resource } from '../../shared/operation';
import { deploy } from './deploy';
import { site } from './site';

export const resources: readonly Resource[] = [deploy, site];
