import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { wait } from './wait.operation';

export const launch: Resource = { value: 'launch', name: 'Launch', operations: [getMany, get, wait] };
