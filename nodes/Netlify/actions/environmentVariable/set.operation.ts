import { OperationFailure } from '../../../shared/operation/errors';
import { switchField, textField } from '../../../shared/fields/fields';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { requireExact, requiredText, switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import {
	contextOptions,
	deployedContexts,
	type DeployContext,
	scopeOptions,
} from '../../state/environment/deployContexts';
import {
	branchProperty,
	keyProperty,
	listParameter,
	placesParameter,
} from '../../fields/environment/placeParameters';
import { applyChange, planChange, type VariableChange } from '../../changes/environment/setVariable';
import { requireSettable } from '../../api/variableLimits';
import { checkKey, readVariable } from '../../api/environmentVariables';
import { siteProperty } from '../../fields/locators';
import { planJson } from '../../output/resultJson';
import { siteName } from '../../api/sites';

export const set: Operation = {
	value: 'set',
	name: 'Set',
	action: 'Set an environment variable',
	description: 'Set the value for some contexts and leave those of all others as they are; it takes effect with the next deploy',
	properties: [
		siteProperty,
		keyProperty,
		textField('Value', 'value', {
			typeOptions: { password: true },
			required: true,
		}),
		{
			displayName: 'Contexts',
			name: 'contexts',
			type: 'multiOptions',
			options: contextOptions,
			default: ['all'],
			description: 'The deploys that get this value. Of a secret, All is production, deploy previews and branch deploys. In an expression, branch:NAME is one branch.',
		},
		branchProperty,
		switchField(
			'Secret',
			'isSecret',
			'Whether Netlify never shows the value again. What is a secret stays one, also with this off.',
		),
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'multiOptions',
			options: scopeOptions,
			default: [],
			description: 'What gets the value; leave it empty to keep the scopes, or for all of them in a new variable',
		},
		dryRunProperty,
	],
	async execute(context) {
		const key = checkKey(requiredText(context, 'key', 'Key'));
		const value = valueParameter(context);
		requireSettable(key, value);
		const wanted = placesParameter(context);
		if (wanted.length === 0) {
			throw new OperationFailure('Contexts is empty', 'Choose which deploys get the value, such as All');
		}
		const { client, site } = await chosenSite(context);
		const before = await readVariable(client, site, key);
		const isSecret = switchParameter(context, 'isSecret') || before?.is_secret === true;
		const scopes = listParameter(context, 'scopes');
		const change: VariableChange = {
			key,
			value,
			places: isSecret ? withoutAll(wanted) : wanted,
			scopes: scopes.length === 0 ? null : checkedScopes(scopes, isSecret),
			isSecret,
		};
		const plan = planChange(site, before, change);
		const contexts = plan.places.map((place) => ({ ...place }));
		const isUnchanged = !plan.rewrites && contexts.every(({ result }) => result === 'unchanged');
		const summary = {
			key,
			site: siteName(site),
			siteId: site.id,
			created: before === null,
			changed: !isUnchanged,
			contexts,
			isSecret,
		};
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, { action: 'set', ...summary, scopes: change.scopes ?? before?.scopes ?? null });
		}
		if (isUnchanged) return { ...summary, scopes: [...(before?.scopes ?? [])] };
		const after = await applyChange(client, site, change, plan);
		return { ...summary, scopes: [...(after.scopes ?? [])] };
	},
};

/** As it is, not trimmed: white space may be part of a key. */
function valueParameter({ functions, itemIndex }: OperationContext): string {
	const value: unknown = functions.getNodeParameter('value', itemIndex, '');
	requireExact(value, 'Value');
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (typeof value === 'string' && value !== '') return value;
	throw new OperationFailure(
		typeof value === 'string' ? 'Value is empty' : 'Value is not a text',
		'Fill in Value, or correct its expression. To take a value away, use Delete',
	);
}

function withoutAll(places: readonly DeployContext[]): DeployContext[] {
	const expanded = places.flatMap((place) =>
		place.context === 'all'
			? deployedContexts.map((context) => ({ context, branch: null }))
			: [place],
	);
	return [...new Map(expanded.map((place) => [`${place.context} ${place.branch}`, place])).values()];
}

function checkedScopes(scopes: readonly string[], isSecret: boolean): readonly string[] {
	const unknown = scopes.find((scope) => scopeOptions.every(({ value }) => value !== scope));
	if (unknown !== undefined) {
		throw new OperationFailure(
			`"${unknown}" is not a scope`,
			`Use ${scopeOptions.map(({ value }) => String(value)).join(', ')}`,
		);
	}
	if (isSecret && scopes.includes('post-processing')) {
		throw new OperationFailure(
			'A secret cannot have the scope Post Processing',
			'Take Post Processing out of Scopes: Netlify would put the value into pages',
		);
	}
	return scopes;
}
