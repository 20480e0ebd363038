import type { PlatformClient } from '../../../shared/http/platformClient';
import { ConfigurationError } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { readVariable } from '../../api/environmentVariables';
import type { NetlifyEnvironmentVariable, NetlifySite } from '../../api/types';
import { deployedPlaces } from '../../state/environment/deployContexts';
import { applyChange } from './applyChange';
import { planChange, type VariableChange, type VariablePlan } from './variableChange';

/** A change of a variable as it would be, or was, carried out. */
export interface PlannedVariable {
	readonly before: NetlifyEnvironmentVariable | null;
	readonly change: VariableChange;
	readonly plan: VariablePlan;
	readonly isUnchanged: boolean;
}

/** What a change would do. @throws OperationFailure when it cannot be done without losing values. */
export async function planVariable(
	client: PlatformClient,
	site: NetlifySite,
	wanted: VariableChange,
): Promise<PlannedVariable> {
	const before = await readVariable(client, site, wanted.key);
	const change = withSecrecyOf(before, wanted);
	const plan = planChange(site, before, change);
	const isUnchanged = !plan.rewrites && plan.places.every(({ result }) => result === 'unchanged');
	return { before, change, plan, isUnchanged };
}

/**
 * Carries it out, unless nothing is to change; the variable as it is then. One that another run has made in the same
 * moment, for a branch of its own, is added to.
 */
export async function setVariable(
	client: PlatformClient,
	site: NetlifySite,
	planned: PlannedVariable,
): Promise<NetlifyEnvironmentVariable | null> {
	const { before, change, plan, isUnchanged } = planned;
	if (isUnchanged) return before;
	const applied = await attempt(applyChange(client, site, change, plan));
	if (applied.ok) return applied.value;
	if (before !== null) throw applied.error;
	const again = await planVariable(client, site, change);
	if (again.before === null) throw applied.error;
	return await setVariable(client, site, again);
}

/** The same for a variable that is a secret, or becomes one: Netlify takes neither All nor Post Processing then. */
function withSecrecyOf(before: NetlifyEnvironmentVariable | null, wanted: VariableChange): VariableChange {
	if (!wanted.isSecret && before?.is_secret !== true) return wanted;
	if (wanted.scopes?.includes('post-processing')) {
		throw new ConfigurationError(
			'A secret cannot have the scope Post Processing',
			'Remove Post Processing from Scopes: Netlify would put the value into pages',
		);
	}
	return { ...wanted, isSecret: true, places: deployedPlaces(wanted.places) };
}
