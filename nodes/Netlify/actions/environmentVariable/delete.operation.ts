import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { readVariable } from '../../api/environmentVariables';
import { siteName } from '../../api/types';
import { removedContexts, removeValues } from '../../changes/environment/removeValues';
import { chosenSite } from '../../fields/chosenSite';
import { branchField, contextsField, keyField } from '../../fields/environment/places';
import { siteField } from '../../fields/site';
import { planJson } from '../../output/planJson';
import { ownValue } from '../../state/environment/deployContexts';

const contexts = contextsField([], {
	description:
		'Only the values of these contexts; leave it empty for the whole variable. In an expression, branch:NAME is one branch.',
});

export const deleteVariable: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an environment variable',
	description: 'Delete a variable, or its values for some contexts; harmless when it is gone already',
	properties: [siteField, keyField, contexts, branchField, dryRunProperty],
	async execute(context) {
		const key = keyField.read(context);
		const places = contexts.read(context);
		const { client, site } = await chosenSite(context);
		const before = await readVariable(client, site, key);
		const values = before?.values ?? [];
		const named = places.flatMap((place) => ownValue(values, place) ?? []);
		const isWhole = places.length === 0 || named.length === values.length;
		const removal = { key, isWhole, values: isWhole ? values : named };
		const removed = removedContexts(removal);
		const summary = { key, site: siteName(site), siteId: site.id, existed: before !== null, removed };
		if (dryRunProperty.read(context)) return planJson(site, { action: 'delete', ...summary });
		if (before === null || (!isWhole && named.length === 0)) return { deleted: false, ...summary };
		await removeValues(client, site, removal);
		return { deleted: true, ...summary };
	},
};
