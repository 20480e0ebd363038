import { switchField, textField } from '../../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { branchPlace, contextNames, deployedContexts, isBranchPlace } from '../../state/netlifyContexts';
import type { NetlifyPlacing } from '../../state/netlifyPlacing';
import { listField } from '../listField';
import { shownWhere } from '../shownWhere';

export const siteField = locatorProperty({
	displayName: 'Site',
	name: 'site',
	description: 'The Netlify site',
	search: 'searchSites',
	enter: [
		enteredAs('id', 'By ID', '7a1e0001-5b0c-4c1f-9d00-000000000001'),
		enteredAs('name', 'By Domain', 'paintbox.candlefish.ai'),
	],
});

const contexts = listField({
	displayName: 'Contexts',
	name: 'contexts',
	type: 'multiOptions',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Branch', value: 'branch' },
		{ name: 'Branch Deploys', value: 'branch-deploy' },
		{ name: 'Deploy Previews', value: 'deploy-preview' },
		{ name: 'Local Development', value: 'dev' },
		{ name: 'Local Development Server', value: 'dev-server' },
		{ name: 'Production', value: 'production' },
	],
	default: ['all'],
	description:
		'The deploys that get the values. For secrets, All means production, deploy previews and branch deploys. In an expression, the context of one branch is branch:NAME, such as branch:feature/login.',
});

const contextBranch = textField('Branch of the Context', 'contextBranch', {
	placeholder: 'feature/login',
	description: "The branch of the context Branch, such as a pull request's own, so that two open ones share nothing",
	displayOptions: { show: { contexts: ['branch'] } },
});

const scopes = listField({
	displayName: 'Scopes',
	name: 'scopes',
	type: 'multiOptions',
	options: [
		{ name: 'Builds', value: 'builds' },
		{ name: 'Functions', value: 'functions' },
		{ name: 'Post Processing', value: 'post-processing' },
		{ name: 'Runtime', value: 'runtime' },
	],
	default: [],
	description: 'What gets the values; leave it empty to keep the scopes, or for all of them in new variables',
});

const markAsSecret = switchField(
	'Mark as Secret',
	'isSecret',
	'Whether Netlify never shows the values again. What is a secret stays one, even with this off.',
	true,
);

export const netlifyProperties = shownWhere({ target: ['netlify'] }, [
	siteField,
	contexts,
	contextBranch,
	scopes,
	markAsSecret,
]);

const scopeNames = ['builds', 'functions', 'post-processing', 'runtime'];

/** @throws ConfigurationError for contexts or scopes that Netlify does not have, or does not allow for secrets. */
export function readNetlifyPlacing(context: OperationContext): NetlifyPlacing {
	const isSecret = markAsSecret.read(context);
	const chosen = readPlaces(context);
	const chosenScopes = known(scopes.read(context), scopeNames, 'scope');
	if (chosen.length === 0) {
		throw new ConfigurationError('Contexts is empty', 'Choose which deploys get the values, such as All');
	}
	if (isSecret && chosenScopes.includes('post-processing')) {
		throw new ConfigurationError(
			'A secret cannot have the scope Post Processing',
			'Remove Post Processing from Scopes: Netlify would put the values into pages',
		);
	}
	return {
		places: [...new Set(chosen.flatMap((each) => (isSecret && each === 'all' ? deployedContexts : [each])))],
		scopes: chosenScopes,
		isSecret,
	};
}

/** Contexts by name, that of one branch as `branch:NAME`. */
function readPlaces(context: OperationContext): string[] {
	const chosen = contexts.read(context).map((name) => {
		if (name !== 'branch') return name;
		const branch = contextBranch.read(context);
		if (branch !== '') return branchPlace(branch);
		throw new ConfigurationError(
			'Branch of the Context is empty',
			'Enter the branch of the context Branch, or choose branch:NAME by an expression',
		);
	});
	known(
		chosen.filter((name) => !isBranchPlace(name)),
		[...contextNames, 'branch:NAME'],
		'deploy context',
	);
	return [...new Set(chosen)];
}

function known(given: readonly string[], names: readonly string[], what: string): string[] {
	const unknown = given.find((name) => !names.includes(name));
	if (unknown === undefined) return [...given];
	throw new ConfigurationError(`"${unknown}" is not a ${what}`, `Use ${names.join(', ')}`);
}
