import type { PlatformClient } from '../../../shared/http/platformClient';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import {
	createVariables,
	readVariable,
	replaceVariable,
	setValue,
	type ValueBody,
} from '../../api/environmentVariables';
import { type NetlifyEnvironmentVariable, type NetlifySite, siteName } from '../../api/types';
import type { DeployContext } from '../../state/environment/deployContexts';
import { rewrittenValues } from '../../state/environment/keptValues';
import { keepOthers, notAsRequested, valueBody } from './keepOthers';
import type { VariableChange, VariablePlan } from './variableChange';

/**
 * Carries a plan out, then reads the variable again: every value that was not to change must still be
 * what deploys get. One that is gone is set again.
 *
 * @throws OperationFailure when the variable is not what was asked for afterwards.
 */
export async function applyChange(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
	plan: VariablePlan,
): Promise<NetlifyEnvironmentVariable> {
	if (plan.before === null) await createOnce(client, site, change);
	else if (plan.rewrites) await rewriteVariable(client, site, change, plan.before);
	else
		await setValues(
			client,
			site,
			change,
			plan.places.filter(({ result }) => result !== 'unchanged'),
		);
	const after = await readVariable(client, site, change.key);
	if (after === null) throw notAsRequested(site, change, 'it is not there');
	return await keepOthers(client, site, change, plan.before, after);
}

async function createOnce(client: PlatformClient, site: NetlifySite, change: VariableChange): Promise<void> {
	const { key, isSecret, scopes, places } = change;
	const variable = {
		key,
		is_secret: isSecret,
		...(scopes !== null && { scopes }),
		values: places.map((place) => valueBody(place, change.value)),
	};
	await writeOnce<true>({
		what: `environment variable ${key} of site ${siteName(site)}`,
		send: async () => {
			await createVariables(client, site, [variable]);
			return true;
		},
		find: async () => ((await readVariable(client, site, key)) === null ? undefined : true),
	});
}

async function setValues(
	client: PlatformClient,
	site: NetlifySite,
	{ key, value }: VariableChange,
	places: readonly DeployContext[],
): Promise<void> {
	for (const place of places) await setValue(client, site, key, valueBody(place, value));
}

async function rewriteVariable(
	client: PlatformClient,
	site: NetlifySite,
	change: VariableChange,
	before: NetlifyEnvironmentVariable,
): Promise<void> {
	const isSecret = change.isSecret || before.is_secret === true;
	const scopes = change.scopes ?? before.scopes ?? [];
	await replaceVariable(client, site, {
		key: change.key,
		is_secret: isSecret,
		// Netlify does not let secrets into post processing.
		scopes: scopes.filter((scope) => !isSecret || scope !== 'post-processing'),
		values: rewrittenValues(before, change).map(({ place, value }): ValueBody => valueBody(place, value ?? '')),
	});
}
