import type { Operation } from '../../../shared/operation/operation';
import { apolloClient } from '../../api/client';
import { readPast } from '../../changes/readPast';
import { readSubgraphPlace, subgraphField, variantField } from '../../fields/places';
import { liveJson } from '../../output/schemaJson';
import { contractsUnderWay, schemaUnderWay } from '../../state/publishedSchema';

export const getLive: Operation = {
	value: 'getLive',
	name: 'Get Live',
	action: 'Get what is live of a schema',
	description:
		'See which schema of a subgraph routers are served and what is being launched, in the shape of every platform',
	properties: [variantField, subgraphField],
	itemsAtOnce: 5,
	async execute(context) {
		const place = readSubgraphPlace(context);
		const { live, launches, variant } = await readPast(apolloClient(context), place);
		return liveJson(place, live, schemaUnderWay(launches, place.subgraph) ?? contractsUnderWay(variant.approved, live));
	},
};
