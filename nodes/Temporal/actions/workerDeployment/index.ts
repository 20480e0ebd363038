import type { Resource } from '../../../shared/operation/operation';
import { deploy } from './deploy.operation';
import { get } from './get.operation';
import { getLive } from './getLive.operation';
import { getMany } from './getMany.operation';
import { getVersions } from './getVersions.operation';
import { ramp } from './ramp.operation';
import { rollBack } from './rollBack.operation';
import { setCurrentVersion } from './setCurrentVersion.operation';
import { waitForPollers } from './waitForPollers.operation';

export const workerDeployment: Resource = {
	value: 'workerDeployment',
	name: 'Worker Deployment',
	description: 'Which version of your workers takes the new workflows',
	operations: [deploy, get, getLive, getMany, getVersions, ramp, rollBack, setCurrentVersion, waitForPollers],
};
