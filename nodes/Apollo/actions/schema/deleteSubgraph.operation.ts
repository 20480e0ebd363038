import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { apolloClient } from '../../api/client';
import { deleteSubgraph as deleteByName } from '../../api/publications';
import { readSubgraph } from '../../api/variants';
import { readSubgraphPlace, subgraphField, variantField } from '../../fields/places';
import { targetOf } from '../../output/schemaJson';
import { describeErrors } from '../../state/launchAssessment';

export const deleteSubgraph: Operation = {
	value: 'deleteSubgraph',
	name: 'Delete Subgraph',
	action: 'Delete a subgraph',
	description: 'Take a subgraph out of its variant, if the others compose without it; harmless when it is gone already',
	properties: [variantField, subgraphField, dryRunProperty],
	async execute(context) {
		const place = readSubgraphPlace(context);
		const client = apolloClient(context);
		const isDryRun = dryRunProperty.read(context);
		const { subgraph } = await readSubgraph(client, place.reference, place.subgraph);
		const json = { platform: 'graphos', target: targetOf(place), wasThere: subgraph !== null };
		if (subgraph === null) return { ...json, deleted: !isDryRun };
		const tried = await deleteByName(client, place, true);
		if (tried.errors.length > 0) {
			throw new OperationFailure(
				`${targetOf(place)} was not deleted: without it, its variant does not compose: ${describeErrors(tried.errors)}`,
				'Publish the other subgraphs without what they take from it, then run this again',
			);
		}
		if (isDryRun) return { ...json, deleted: false, dryRun: true };
		await deleteByName(client, place, false);
		return { ...json, deleted: true };
	},
};
