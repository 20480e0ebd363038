import type { Resource } from '../../../shared/operation/operation';
import { cordon } from './cordon.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { restart } from './restart.operation';
import { start } from './start.operation';
import { stop } from './stop.operation';
import { uncordon } from './uncordon.operation';
import { wait } from './wait.operation';

export const machine: Resource = {
	value: 'machine',
	name: 'Machine',
	operations: [get, getMany, start, stop, restart, cordon, uncordon, wait],
};
