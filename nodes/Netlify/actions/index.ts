import type { Resource } from '../../shared/operation/operation';
import { buildHook } from './buildHook';
import { deploy } from './deploy';
import { deployedBranch } from './deployedBranch';
import { environmentVariable } from './environmentVariable';
import { site } from './site';
import { usage } from './usage';

export const resources: readonly Resource[] = [deploy, site, buildHook, environmentVariable, deployedBranch, usage];
