import type { JointOperation, Operation, Resource } from '../../../shared/operation/operation';
import { acquire } from './acquire.operation';
import { inspect } from './inspect.operation';
import { release } from './release.operation';
import { releaseAll } from './releaseAll.operation';
import { renew } from './renew.operation';
import { runWhileHeld } from './runWhileHeld.operation';

export const lock: Resource<Operation | JointOperation> = {
	value: 'lock',
	name: 'Lock',
	description: 'One holder at a time, with a token that distinguishes an old holder from a new one',
	operations: [acquire, runWhileHeld, renew, release, releaseAll, inspect],
};
