import type { IDataObject } from 'n8n-workflow';

import { messageOf } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { readDeploy } from '../../api/deploys';
import { siteName } from '../../api/types';
import type { ExpectedDeploy } from '../../changes/deployLook';
import type { KnownFacts } from '../../output/resultJson';
import { stubOf } from '../../state/deployResult';
import { unverifiedJson } from './unverifiedJson';

/** The output for a deploy that was started and is not waited for. That it cannot be read undoes no start. */
export async function startedJson(
	context: OperationContext,
	{ client, site, deployId }: ExpectedDeploy,
	known: KnownFacts,
): Promise<IDataObject> {
	const facts = { ...known, published: site.published_deploy ?? null };
	const read = await attempt(readDeploy(client, site.id, deployId));
	if (read.ok) return unverifiedJson(context, read.value, facts);
	return unverifiedJson(context, stubOf(deployId, site), {
		...facts,
		state: 'unknown',
		reason: `Deploy ${deployId} of site ${siteName(site)} was started, but could not be looked at: ${messageOf(read.error)}`,
	});
}
