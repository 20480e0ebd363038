import type { Resource } from '../../../shared/operation/operation';
import { continueDeployment } from './continue.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { rollBack } from './rollBack.operation';

export const serviceDeployment: Resource = {
	value: 'serviceDeployment',
	name: 'Service Deployment',
	operations: [getMany, get, continueDeployment, rollBack],
};
