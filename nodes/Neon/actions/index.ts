import type { Resource } from '../../shared/operation/operation';
import { branch } from './branch';
import { compute } from './compute';
import { connectionUri } from './connectionUri';
import { database } from './database';
import { operation } from './operation';
import { project } from './project';
import { role } from './role';
import { snapshot } from './snapshot';

export const resources: readonly Resource[] = [
	branch,
	compute,
	connectionUri,
	database,
	operation,
	project,
	role,
	snapshot,
];
