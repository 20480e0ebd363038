import { collectionField, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listVariables } from '../../api/environmentVariables';
import { chosenSite } from '../../fields/chosenSite';
import { contextOptions, scopeOptions } from '../../fields/environment/contextOptions';
import { placeOf } from '../../fields/environment/places';
import { siteField } from '../../fields/site';
import { revealField } from '../../fields/reveal';
import { variableJson } from '../../output/variableJson';
import { effectiveValue } from '../../state/environment/deployContexts';

const filtersField = collectionField('Filters', 'filters', 'Add Filter', [
	{
		displayName: 'Context',
		name: 'context',
		type: 'options',
		options: contextOptions.filter(({ value }) => value !== 'branch'),
		default: 'production',
		description: 'Only values that deploys of this context get. In an expression, branch:NAME is one branch.',
	},
	textField('Key Contains', 'keyContains', { description: 'Only variables whose key contains this text' }),
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		options: scopeOptions,
		default: 'builds',
	},
]);
const reveal = revealField('the values that Netlify reports, which are those of variables that are not secret,');

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many environment variables',
	description: 'List the environment variables of a site, their values redacted',
	properties: [siteField, ...listProperties, filtersField, reveal],
	async execute(context) {
		const limit = limitParameter(context);
		const isRevealed = reveal.read(context);
		const filters = filtersField.read(context);
		const contextName = typeof filters.context === 'string' ? filters.context : undefined;
		// Netlify cannot filter by branch: what its deploys get is chosen here.
		const branch = contextName === undefined ? undefined : placeOf(contextName);
		const place = branch?.context === 'branch' ? branch : undefined;
		const { client, site } = await chosenSite(context);
		const variables = await listVariables(client, site, {
			...(contextName !== undefined && !place && { context_name: contextName }),
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
			.map((variable) => variableJson(site, variable, isRevealed));
	},
};
