import type { Resource } from '../../shared/operation/operation';
import { backup } from './backup';
import { branch } from './branch';
import { compute } from './compute';
import { connectionUri } from './connectionUri';
import { database } from './database';
import { operation } from './operation';
import { organization } from './organization';
import { project } from './project';
import { role } from './role';
import { snapshot } from './snapshot';
import { usage } from './usage';

export const resources: readonly Resource[] = [
	branch,
	compute,
	connectionUri,
	database,
	operation,
	project,
	role,
	snapshot,
	organization,
	backup,
	usage,
];
