import { switchField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { siteName } from '../../api/types';
import { assertSettable } from '../../api/variableLimits';
import { planVariable, setVariable } from '../../changes/environment/setVariable';
import type { VariableChange } from '../../changes/environment/variableChange';
import { chosenSite } from '../../fields/chosenSite';
import { branchField, contextsField, keyField } from '../../fields/environment/places';
import { scopesField } from '../../fields/environment/scopes';
import { valueField } from '../../fields/environment/value';
import { siteField } from '../../fields/site';
import { planJson } from '../../output/planJson';

const contexts = contextsField(['all'], {
	description:
		'The deploys that get this value. For a secret, All means production, deploy previews and branch deploys. In an expression, branch:NAME is one branch.',
});
const secretField = switchField(
	'Secret',
	'isSecret',
	'Whether Netlify never shows the value again. A variable that is a secret stays one, even with this off.',
);

export const set: Operation = {
	value: 'set',
	name: 'Set',
	action: 'Set an environment variable',
	description:
		'Set the value for some contexts and leave those of all others as they are; it takes effect with the next deploy',
	properties: [siteField, keyField, valueField, contexts, branchField, secretField, scopesField, dryRunProperty],
	async execute(context) {
		const wanted = readChange(context);
		const { client, site } = await chosenSite(context);
		const planned = await planVariable(client, site, wanted);
		const { before, change, plan, isUnchanged } = planned;
		const summary = {
			key: change.key,
			site: siteName(site),
			siteId: site.id,
			created: before === null,
			changed: !isUnchanged,
			contexts: plan.places.map((place) => ({ ...place })),
			isSecret: change.isSecret,
		};
		if (dryRunProperty.read(context)) {
			return planJson(site, { action: 'set', ...summary, scopes: change.scopes ?? before?.scopes ?? null });
		}
		const after = await setVariable(client, site, planned);
		return { ...summary, scopes: [...(after?.scopes ?? [])] };
	},
};

/** What is asked for. @throws ConfigurationError where Netlify would refuse it. */
function readChange(context: OperationContext): VariableChange {
	const key = keyField.read(context);
	const value = valueField.read(context);
	assertSettable(key, value, ConfigurationError);
	const places = contexts.read(context);
	if (places.length === 0) {
		throw new ConfigurationError('Contexts is empty', 'Choose which deploys get the value, such as All');
	}
	const scopes = scopesField.read(context);
	return { key, value, places, scopes: scopes.length === 0 ? null : scopes, isSecret: secretField.read(context) };
}
