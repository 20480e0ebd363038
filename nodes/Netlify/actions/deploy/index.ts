import type { Resource } from '../../../shared/operation/operation';
import { cancel } from './cancel.operation';
import { deleteDeploy } from './delete.operation';
import { deployFiles } from './deployFiles.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { lock } from './lock.operation';
import { restore } from './restore.operation';
import { rollBack } from './rollBack.operation';
import { triggerBuild } from './triggerBuild.operation';
import { unlock } from './unlock.operation';
import { wait } from './wait.operation';

export const deploy: Resource = {
	value: 'deploy',
	name: 'Deploy',
	operations: [triggerBuild, deployFiles, rollBack, restore, wait, get, getMany, cancel, lock, unlock, deleteDeploy],
};
