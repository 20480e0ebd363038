import type { Resource } from '../../../shared/operation/operation';
import { deploy } from './deploy.operation';
import { forceNewDeployment } from './forceNewDeployment.operation';
import { get } from './get.operation';
import { getImageFindings } from './getImageFindings.operation';
import { getLive } from './getLive.operation';
import { getMany } from './getMany.operation';
import { rollBack } from './rollBack.operation';
import { scale } from './scale.operation';
import { wait } from './wait.operation';

export const service: Resource = {
	value: 'service',
	name: 'Service',
	operations: [deploy, rollBack, forceNewDeployment, scale, wait, get, getLive, getMany, getImageFindings],
};
