import type { INodeProperties } from 'n8n-workflow';

import { isRecord, textAt } from '../../../deployment/values/jsonFields';
import { netlifyClient } from '../../../Netlify/api/client';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { listParameter } from '../listParameter';
import { createNetlifyTarget } from '../../changes/targets/netlifyTarget';
import { branchPlace, contextNames, deployedContexts, isBranchPlace } from '../../changes/targets/netlifyContexts';
import type { Target } from '../../changes/targets/target';

const show = { target: ['netlify'] };

export const netlifyProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'Site',
			name: 'site',
			description: 'The Netlify site',
			search: 'searchSites',
			enter: [
				enteredAs('id', 'By ID', '7a1e0001-5b0c-4c1f-9d00-000000000001'),
				enteredAs('name', 'By Domain', 'paintbox.candlefish.ai'),
			],
		}),
		displayOptions: { show },
	},
	{
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
		displayOptions: { show },
		description: 'The deploys that get the values. Of secrets, All is production, deploy previews and branch deploys. In an expression, the context of one branch is branch:NAME, such as branch:feature/login.',
	},
	{
		displayName: 'Branch of the Context',
		name: 'contextBranch',
		type: 'string',
		default: '',
		placeholder: 'feature/login',
		displayOptions: { show: { ...show, contexts: ['branch'] } },
		description: 'The branch of the context Branch, such as a pull request\'s own, so that two open ones share nothing',
	},
	{
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
		displayOptions: { show },
		description: 'What gets the values; leave it empty to keep the scopes, or for all of them in new variables',
	},
	{
		displayName: 'Mark as Secret',
		name: 'isSecret',
		type: 'boolean',
		default: true,
		displayOptions: { show },
		description: 'Whether Netlify never shows the values again. What is a secret stays one, also with this off.',
	},
];

const scopeNames = ['builds', 'functions', 'post-processing', 'runtime'];

/** The site's environment variables, those of its team left out. */
export async function netlifyTarget(context: OperationContext): Promise<Target> {
	const isSecret = switchParameter(context, 'isSecret');
	const chosen = placesParameter(context);
	const scopes = known(listParameter(context, 'scopes'), scopeNames, 'scope');
	if (chosen.length === 0) {
		throw new OperationFailure('Contexts is empty', 'Choose which deploys get the values, such as All');
	}
	if (isSecret && scopes.includes('post-processing')) {
		throw new OperationFailure(
			'A secret cannot have the scope Post Processing',
			'Take Post Processing out of Scopes: Netlify would put the values into pages',
		);
	}
	const client = netlifyClient(context);
	const entered = locatorValue(context, 'site', 'Site');
	const { status, body } = await client.request({
		method: 'GET',
		path: path`/sites/${entered}`,
		acceptStatuses: [404],
	});
	const id = textAt(body, 'id');
	const account = textAt(body, 'account_slug') ?? textAt(body, 'account_id');
	if (status === 404 || !isRecord(body) || id === null) {
		throw new OperationFailure(
			`Netlify has no site "${entered}" that this credential may see`,
			'Choose the site from the list, or give its id or domain; the token must belong to a member of the team which owns it',
		);
	}
	if (account === null) {
		throw new OperationFailure(
			`Netlify does not tell the team of site ${entered}, with which its environment variables are kept`,
			'Use a token of a member of the team which owns the site',
		);
	}
	return createNetlifyTarget(client, { id, account, name: textAt(body, 'name') ?? id }, {
		places: [...new Set(chosen.flatMap((each) => (isSecret && each === 'all' ? deployedContexts : [each])))],
		scopes,
		isSecret,
	});
}

/** Contexts by name, that of one branch as `branch:NAME`. @throws OperationFailure for one that Netlify does not have. */
function placesParameter(context: OperationContext): string[] {
	const chosen = listParameter(context, 'contexts').map((name) => {
		if (name !== 'branch') return name;
		const branch = textParameter(context, 'contextBranch');
		if (branch !== '') return branchPlace(branch);
		throw new OperationFailure('Branch of the Context is empty', 'Give the branch of the context Branch, or choose branch:NAME by an expression');
	});
	known(chosen.filter((name) => !isBranchPlace(name)), [...contextNames, 'branch:NAME'], 'deploy context');
	return [...new Set(chosen)];
}

function known(given: readonly string[], names: readonly string[], what: string): string[] {
	const unknown = given.find((name) => !names.includes(name));
	if (unknown === undefined) return [...given];
	throw new OperationFailure(`"${unknown}" is not a ${what}`, `Use ${names.join(', ')}`);
}
