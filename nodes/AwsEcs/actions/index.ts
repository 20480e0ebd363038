import type { Resource } from '../../shared/operation/operation';
import { cluster } from './cluster';
import { service } from './service';
import { serviceDeployment } from './serviceDeployment';
import { task } from './task';
import { taskDefinition } from './taskDefinition';
import { usage } from './usage';

export const resources: readonly Resource[] = [service, serviceDeployment, task, taskDefinition, cluster, usage];
