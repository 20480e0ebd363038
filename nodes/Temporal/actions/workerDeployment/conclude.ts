import type { IDataObject } from 'n8n-workflow';

import { returnedFailure, returnsFailure } from '../../../shared/fields/failureHandling';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { EndUnknown } from '../../../shared/waiting/endUnknown';
import { deploymentJson, deploymentOf } from '../../output/deploymentJson';
import type { VersionResult } from '../../state/versionResult';

/** The output of an operation that changed what takes the new workflows. @throws unless the node goes on all the same. */
export function conclude(context: OperationContext, result: VersionResult): IDataObject {
	const { verified, state, reason, advice, target, buildId, unseen } = result;
	if (verified) return deploymentJson(result);
	if (returnsFailure(context)) return returnedFailure(deploymentJson(result), { reason, advice });
	const release = { ...deploymentOf(result), artifact: null, verified: false };
	const what = `build ${buildId} of worker deployment ${target.deployment}`;
	if (state === 'unknown') throw new EndUnknown(what, unseen ?? reason, 'notTried', { release }, advice);
	throw new OperationFailure(`The deployment of ${what} is ${endWords[state] ?? state}: ${reason}`, advice, {
		release,
	});
}

const endWords: Readonly<Partial<Record<VersionResult['state'], string>>> = {
	failed: 'failed',
	rolledBack: 'rolled back',
	superseded: 'superseded',
	queued: 'still waiting for its workers',
	rolling: 'still under way',
	ready: 'not verified',
};
