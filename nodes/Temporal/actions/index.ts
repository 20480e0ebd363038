import type { Resource } from '../../shared/operation/operation';
import { apiKey } from './apiKey';
import { namespace } from './namespace';
import { operation } from './operation';
import { server } from './server';
import { usage } from './usage';
import { workerDeployment } from './workerDeployment';
import { workflow } from './workflow';

export const resources: readonly Resource[] = [workerDeployment, workflow, namespace, apiKey, operation, server, usage];
