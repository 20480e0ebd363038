import { assertSettable } from '../../../../Netlify/api/variableLimits';
import { type NetlifyEnvironmentVariable, siteName } from '../../../../Netlify/api/types';
import { OperationFailure } from '../../../../shared/operation/errors';
import type { KeyWrite } from '../../../state/syncPlan';
import { requireVariableName } from '../requireVariableName';
import type { Target } from '../target';
import { uncoveredPlaces } from '../../../state/netlifyContexts';
import { needsRewrite, placesOf, presentAt } from '../../../state/netlifyPlacing';
import {
	changeVariable,
	createOnce,
	type NetlifySiteVariables,
	removeVariable,
	variablesByKey,
} from './netlifyVariables';

/** In characters (docs.netlify.com/build/environment-variables/overview, "Limitations"). */
const longestKey = 255;

/** A site's environment variables at certain places, read anew before and after each write; those of its team left out. */
export function netlifyTarget(on: NetlifySiteVariables): Target {
	const { site, placing } = on;
	const name = siteName(site);
	let variables = new Map<string, NetlifyEnvironmentVariable>();
	return {
		name: `Netlify site ${name}`,
		identity: `netlify ${site.id} ${[...placing.places].sort().join()}`,
		credentialType: 'slipwayNetlifyApi',
		summary: { platform: 'netlify', site: name, siteId: site.id, contexts: [...placing.places] },
		neededAccess: `Use a token of a member of the team ${site.account_slug ?? site.account_id ?? ''} who may change environment variables of site ${name}: not a Reviewer or Publisher`,
		takesEffect: 'with the next deploy of the site',
		marksAreDigests: false,
		takesReferences: false,
		keyInTarget: variableName,
		async read() {
			variables = await variablesByKey(on);
			return new Map(
				[...variables.values()].flatMap((variable) => {
					const present = presentAt(variable, placing);
					return present ? [[variable.key, present]] : [];
				}),
			);
		},
		check(writes) {
			for (const write of writes) requireWritable(on, write, variables.get(write.key));
		},
		async write(writes, done) {
			const added = writes.flatMap(({ key, value }) => (value !== null && !variables.has(key) ? [{ key, value }] : []));
			if (added.length > 0) await createOnce(on, added);
			for (const { key } of added) done(key);
			for (const { key, value } of writes) {
				const variable = variables.get(key);
				if (variable === undefined) continue;
				if (value === null) {
					await removeVariable(on, variable);
					done(key);
				} else {
					done(key, await changeVariable(on, variable, value));
				}
			}
			return {};
		},
	};
}

function requireWritable(
	{ site, placing }: NetlifySiteVariables,
	{ key, value }: KeyWrite,
	variable: NetlifyEnvironmentVariable | undefined,
): void {
	if (value === null) return;
	assertSettable(key, value);
	if (variable === undefined || !needsRewrite(variable, placing)) return;
	const others = uncoveredPlaces(variable, placesOf(variable, placing));
	if (others.length === 0) return;
	throw new OperationFailure(
		`Variable ${key} of site ${siteName(site)} has other scopes or is not yet a secret, and also has values for ${others.join(', ')}: Netlify changes scopes and the secret flag only by writing all values again`,
		'Nothing was written. Sync into these contexts too, turn off Mark as Secret, or change the variable with Netlify Deployments: Environment Variable, Set',
	);
}

function variableName(key: string): string {
	requireVariableName(key, 'a Netlify environment variable');
	if (key.length > longestKey) {
		throw new OperationFailure(
			`The key ${key.slice(0, 40)}... has ${key.length} characters, and Netlify accepts ${longestKey}`,
			'Give it a shorter name in Key Mapping, or exclude it',
		);
	}
	assertSettable(key, '');
	return key;
}
