import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { apolloClient } from '../../api/client';
import { listLaunches } from '../../api/variants';
import { readPast } from '../../changes/readPast';
import { readPlace, subgraphFilterField, variantField } from '../../fields/places';
import { launchJson } from '../../output/launchJson';
import { publishedJson } from '../../output/schemaJson';
import { launchState } from '../../state/launchState';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many launches',
	description:
		'List the launches of a variant, or the schemas of a subgraph that its routers were served, the newest first',
	properties: [variantField, subgraphFilterField, ...listProperties],
	async execute(context) {
		const place = readPlace(context, subgraphFilterField);
		const limit = limitParameter(context);
		const client = apolloClient(context);
		if (place.subgraph === '') {
			const launches = await listLaunches(client, place.reference, limit);
			return launches.map((launch, index) =>
				launchJson(place.reference, launch, launchState(launch, launches.slice(0, index))),
			);
		}
		const { schemas, live } = await readPast(client, place, limit);
		return schemas.slice(0, limit).map((schema) => publishedJson(place, schema, schema === live));
	},
};
