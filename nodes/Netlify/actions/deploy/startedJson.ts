import type { IDataObject } from 'n8n-workflow';

import { EndUnknown } from '../../../shared/waiting/endUnknown';
import { messageOf } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { readDeploy } from '../../api/deploys';
import { stubOf, unknownStartJson, unverifiedJson } from '../../output/resultJson';
import type { DeployFacts } from '../../output/deploymentJson';
import { siteName } from '../../api/sites';
import type { NetlifySite } from '../../api/types';

/**
 * The output when a start failed. @throws the error, when nothing was started; or when nobody knows and the
 * node shall not go on.
 */
export function startFailureJson(
	context: OperationContext,
	site: NetlifySite,
	error: unknown,
	previous: string | null,
): IDataObject {
	if (error instanceof EndUnknown) return unknownStartJson(context, site, error, previous);
	throw error;
}

/** The output for a deploy that was started and is not waited for. That it cannot be read undoes no start. */
export async function startedJson(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	facts: Pick<DeployFacts, 'previous' | 'digest'>,
): Promise<IDataObject> {
	const published = site.published_deploy ?? null;
	const read = await attempt(readDeploy(client, site.id, deployId));
	if (read.ok) return unverifiedJson(context, read.value, { ...facts, published });
	return unverifiedJson(context, stubOf(deployId, site), {
		...facts,
		published,
		state: 'unknown',
		reason: `Deploy ${deployId} of site ${siteName(site)} was started, but could not be looked at: ${messageOf(read.error)}`,
	});
}
