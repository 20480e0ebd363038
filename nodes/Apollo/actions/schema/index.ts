import type { Resource } from '../../../shared/operation/operation';
import { check } from './check.operation';
import { deleteSubgraph } from './deleteSubgraph.operation';
import { get } from './get.operation';
import { getLive } from './getLive.operation';
import { publish } from './publish.operation';
import { rollBack } from './rollBack.operation';

export const schema: Resource = {
	value: 'schema',
	name: 'Schema',
	operations: [publish, rollBack, check, getLive, get, deleteSubgraph],
};
