import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { contextName, contextOf, contextOptions } from '../../state/environment/deployContexts';
import { ownValue } from '../../state/environment/keptValues';
import { branchProperty, keyProperty, placesParameter } from '../../fields/environment/placeParameters';
import { checkKey, readVariable, variableRequest } from '../../api/environmentVariables';
import { siteProperty } from '../../fields/locators';
import { planJson } from '../../output/resultJson';
import { siteName } from '../../api/sites';

export const deleteVariable: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete an environment variable',
	description: 'Delete a variable, or its values for some contexts; harmless when it is gone already',
	properties: [
		siteProperty,
		keyProperty,
		{
			displayName: 'Contexts',
			name: 'contexts',
			type: 'multiOptions',
			options: contextOptions,
			default: [],
			description: 'Only the values of these contexts; leave it empty for the whole variable. In an expression, branch:NAME is one branch.',
		},
		branchProperty,
		dryRunProperty,
	],
	async execute(context) {
		const key = checkKey(requiredText(context, 'key', 'Key'));
		const places = placesParameter(context);
		const { client, site } = await chosenSite(context);
		const before = await readVariable(client, site, key);
		const values = before?.values ?? [];
		const found = places.flatMap((place) => ownValue(values, place) ?? []);
		const isWhole = places.length === 0 || found.length === values.length;
		const removed = (isWhole ? values : found).map((value) => contextName(contextOf(value)));
		const summary = { key, site: siteName(site), siteId: site.id, existed: before !== null, removed };
		if (switchParameter(context, 'dryRun')) return planJson(site, { action: 'delete', ...summary });
		if (before === null || (!isWhole && found.length === 0)) return { deleted: false, ...summary };
		if (isWhole) {
			await client.request({ ...variableRequest(site, 'DELETE', key), acceptStatuses: [404] });
		} else {
			for (const { id } of found) {
				const request = variableRequest(site, 'DELETE', key);
				await client.request({
					...request,
					path: `${request.path}/value${path`/${id ?? ''}`}`,
					acceptStatuses: [404],
				});
			}
		}
		const after = await readVariable(client, site, key);
		const left = (after?.values ?? []).map((value) => contextName(contextOf(value)));
		const stays = removed.filter((name) => left.includes(name));
		if (isWhole ? after === null : stays.length === 0) return { deleted: true, ...summary };
		throw new OperationFailure(
			`Environment variable ${key} of site ${siteName(site)} still has values for ${left.join(', ')}`,
			'Somebody may have set it at the same time: look at it in Netlify, then run this again',
		);
	},
};
