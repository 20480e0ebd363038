import type { Resource } from '../../../shared/operation/operation';
import { deleteOne } from './delete.operation';
import { ensure } from './ensure.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { swap } from './swap.operation';

export const dnsRecord: Resource = {
	value: 'dnsRecord',
	name: 'DNS Record',
	operations: [ensure, get, getMany, deleteOne, swap],
};
