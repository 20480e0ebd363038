import { OperationFailure } from '../../../shared/operation/errors';
import type { FoundApp } from '../../api/apps';
import type { FlyApp } from '../../api/types';

/**
 * The app that was found; undefined where there is none.
 *
 * @throws OperationFailure for one outside that organization, also where Fly does not say whose it is.
 */
export function requireInOrganization(
	found: FoundApp,
	name: string,
	organization: string,
	{ refused, advice }: { /** `was not deleted` */ readonly refused: string; readonly advice: string },
): FlyApp | undefined {
	if (found.is === 'missing') return undefined;
	const owner = found.is === 'there' ? (found.app.organization?.slug ?? '') : '';
	if (found.is === 'there' && owner === organization) return found.app;
	const whose = owner === '' ? 'an organization that this token does not see' : `organization ${owner}`;
	throw new OperationFailure(`App ${name} ${refused}: it belongs to ${whose}, not to ${organization}`, advice);
}
