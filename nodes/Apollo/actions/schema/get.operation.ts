import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { apolloClient } from '../../api/client';
import { readSubgraph } from '../../api/variants';
import { readSubgraphPlace, subgraphField, variantField } from '../../fields/places';
import { adviceOnSubgraph } from './unknownSubgraph';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a schema',
	description: 'Get the schema of a subgraph that was published last, whether its launch went well or not',
	properties: [variantField, subgraphField],
	async execute(context) {
		const place = readSubgraphPlace(context);
		const { subgraph, names } = await readSubgraph(apolloClient(context), place.reference, place.subgraph);
		if (subgraph !== null) return { variant: place.reference, ...subgraph };
		throw new OperationFailure(
			`${place.reference} has no subgraph ${place.subgraph}`,
			adviceOnSubgraph(place.subgraph, names),
		);
	},
};
