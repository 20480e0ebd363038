import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import type { OperationContext } from '../shared/operation/operation';
import type { PlatformClient } from '../shared/http/platformClient';
import { withBuildLog } from './buildLog';
import { outcomeJson } from './outcome';
import type { DeployExpectation } from './publication';
import type { DeployFacts } from './release';
import type { NetlifySite } from './types';
import { waitForDeploy } from './waitForDeploy';

/**
 * Waits for a deploy; the output for how it ended.
 *
 * @throws OperationFailure at a bad end, with the end of its build's log, unless the node shall go on;
 * EndUnknown when nobody could see how it ended.
 */
export async function waitedJson(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
	known: Pick<DeployFacts, 'previous' | 'digest'> & { readonly timeoutMs: number; readonly cancels: boolean },
): Promise<IDataObject> {
	const { timeoutMs, cancels, ...facts } = known;
	const cancelSignal = cancelSignalOf(context);
	const outcome = await waitForDeploy(client, site, deployId, expectation, { timeoutMs, cancelSignal, cancels });
	return outcomeJson(context, site, await withBuildLog(context, client, site, outcome), facts);
}
