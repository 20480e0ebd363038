import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import { deleteValue, deleteVariable, readVariable } from '../../api/environmentVariables';
import { type NetlifyEnvironmentValue, type NetlifySite, siteName } from '../../api/types';
import { contextName, contextOf } from '../../state/environment/deployContexts';

/** What is removed of a variable: all of it, or these values. */
export interface VariableRemoval {
	readonly key: string;
	readonly isWhole: boolean;
	readonly values: readonly NetlifyEnvironmentValue[];
}

/** Names of the contexts that lose their value. */
export function removedContexts({ values }: VariableRemoval): string[] {
	return values.map((value) => contextName(contextOf(value)));
}

/** Removes a variable, or some of its values. @throws OperationFailure when one is still there afterwards. */
export async function removeValues(client: PlatformClient, site: NetlifySite, removal: VariableRemoval): Promise<void> {
	const { key, isWhole, values } = removal;
	if (isWhole) await deleteVariable(client, site, key);
	else for (const { id } of values) await deleteValue(client, site, key, id ?? '');
	const after = await readVariable(client, site, key);
	const left = (after?.values ?? []).map((value) => contextName(contextOf(value)));
	const isGone = isWhole ? after === null : removedContexts(removal).every((name) => !left.includes(name));
	if (isGone) return;
	throw new OperationFailure(
		`Environment variable ${key} of site ${siteName(site)} still has values for ${left.join(', ')}`,
		'Somebody may have set it at the same time: look at it in Netlify, then run this again',
	);
}
