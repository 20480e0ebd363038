import type { JointOperation, Operation, Resource } from '../../shared/operation/operation';
import { backup } from './backup';
import { claim } from './claim';
import { command } from './command';
import { database } from './database';
import { key } from './key';
import { lock } from './lock';
import { rateLimit } from './rateLimit';
import { turn } from './turn';
import { usage } from './usage';

export const resources: ReadonlyArray<Resource<Operation | JointOperation>> = [
	lock,
	turn,
	claim,
	rateLimit,
	key,
	command,
	// Of the account, with its own credential.
	database,
	backup,
	usage,
];
