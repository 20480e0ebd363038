import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../deployment/values/jsonFields';
import { jsonField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { siteName } from '../../api/types';
import { assertKey, assertSettable } from '../../api/variableLimits';
import { planVariable, setVariable } from '../../changes/environment/setVariable';
import type { VariableChange } from '../../changes/environment/variableChange';
import { chosenSite } from '../../fields/chosenSite';
import { branchField, contextsField } from '../../fields/environment/places';
import { siteField } from '../../fields/site';
import { planJson } from '../../output/planJson';

const variablesField = jsonField('Variables', 'variables', '{}', {
	description:
		'The variables as JSON, such as {"API_URL": "https://api.example.com"}. Whoever sees the execution can read them: for secrets, use Secret Sync.',
});
const contexts = contextsField(['all'], {
	description: 'The deploys that get these values. In an expression, branch:NAME is one branch.',
});

export const setMany: Operation = {
	value: 'setMany',
	name: 'Set Many',
	action: 'Set many environment variables',
	description:
		'Set several values for some contexts and leave those of all others as they are; they take effect with the next deploy',
	properties: [siteField, variablesField, contexts, branchField, dryRunProperty],
	async execute(context) {
		const wanted = readChanges(context);
		const { client, site } = await chosenSite(context);
		const isDryRun = dryRunProperty.read(context);
		const variables: IDataObject[] = [];
		for (const change of wanted) {
			const planned = await planVariable(client, site, change);
			if (!isDryRun) await setVariable(client, site, planned);
			variables.push({ key: change.key, created: planned.before === null, changed: !planned.isUnchanged });
		}
		const summary = {
			site: siteName(site),
			siteId: site.id,
			changed: variables.some(({ changed }) => changed === true),
			variables,
		};
		return isDryRun ? planJson(site, { action: 'setMany', ...summary }) : summary;
	},
};

/** @throws ConfigurationError where Netlify would refuse one of them, before any is set. */
function readChanges(context: OperationContext): VariableChange[] {
	const entered = variablesField.read(context);
	if (!isRecord(entered)) {
		throw new ConfigurationError('Variables is not an object', 'Give an object of names and values');
	}
	const places = contexts.read(context);
	if (places.length === 0) {
		throw new ConfigurationError('Contexts is empty', 'Choose which deploys get the values, such as All');
	}
	return Object.entries(entered).map(([key, value]) => {
		assertKey(key);
		if (typeof value !== 'string') {
			throw new ConfigurationError(`The value of ${key} is not text`, 'Put it into quotes, or leave it out');
		}
		assertSettable(key, value, ConfigurationError);
		return { key, value, places, scopes: null, isSecret: false };
	});
}
