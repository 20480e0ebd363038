import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter, collectionParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { contextOptions, effectiveValue, scopeOptions } from '../../state/environment/deployContexts';
import { placeOf } from '../../fields/environment/placeParameters';
import { listVariables, variableJson } from '../../api/environmentVariables';
import { siteProperty } from '../../fields/locators';
import { revealProperty } from '../../fields/reveal';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many environment variables',
	description: 'List the environment variables of a site, their values masked',
	properties: [
		siteProperty,
		...listProperties,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Context',
					name: 'context',
					type: 'options',
					options: contextOptions.filter(({ value }) => value !== 'branch'),
					default: 'production',
					description: 'Only values that deploys of this context get. In an expression, branch:NAME is one branch.',
				},
				textField('Key Contains', 'keyContains', {
					description: 'Only variables whose key holds this text',
				}),
				{
					displayName: 'Scope',
					name: 'scope',
					type: 'options',
					options: scopeOptions,
					default: 'builds',
				},
			],
		},
		revealProperty('the values that Netlify tells, which are those of variables that are no secrets,'),
	],
	async execute(context) {
		const limit = limitParameter(context);
		const reveal = switchParameter(context, 'reveal');
		const filters = collectionParameter(context, 'filters');
		// Netlify filters by no branch: what its deploys get is chosen here.
		const branch = typeof filters.context === 'string' ? placeOf(filters.context) : undefined;
		const place = branch?.context === 'branch' ? branch : undefined;
		const { client, site } = await chosenSite(context);
		const variables = await listVariables(client, site, {
			...(typeof filters.context === 'string' && !place && { context_name: filters.context }),
			...(typeof filters.scope === 'string' && { scope: filters.scope }),
		});
		const text = typeof filters.keyContains === 'string' ? filters.keyContains.toLowerCase() : '';
		return variables
			.filter(({ key }) => key.toLowerCase().includes(text))
			.flatMap((variable) => {
				if (!place) return [variable];
				const value = effectiveValue(variable.values ?? [], place);
				return value ? [{ ...variable, values: [value] }] : [];
			})
			.slice(0, limit)
			.map((variable) => variableJson(site, variable, reveal));
	},
};
