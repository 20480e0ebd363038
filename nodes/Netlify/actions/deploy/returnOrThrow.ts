import type { IDataObject } from 'n8n-workflow';

import { phaseOf } from '../../../deployment/state/deploymentState';
import { returnedFailure, returnsFailure } from '../../../shared/fields/failureHandling';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { OperationContext } from '../../../shared/operation/operation';
import { EndUnknown } from '../../../shared/waiting/endUnknown';
import type { NetlifySite } from '../../api/types';
import { deploymentJson } from '../../output/deploymentJson';
import { failureOf, type KnownFacts, resultJson, wordsOf } from '../../output/resultJson';
import { type DeployResult, stubOf } from '../../state/deployResult';

/** The output for how a deploy ended. A deploy that Netlify skipped is not a failure. @throws OperationFailure at one, unless the node goes on. */
export function returnOrThrow(
	context: OperationContext,
	site: NetlifySite,
	result: DeployResult,
	known: KnownFacts = {},
): IDataObject {
	const json = resultJson(site, result, known, !simplifyProperty.read(context));
	if (result.verified || result.state === 'skipped') return json;
	if (!returnsFailure(context)) throw failureOf(site, result, known);
	// For a workflow that looks again rather than calls it failed.
	const mayStillFinish = phaseOf(result.state) === 'pending';
	return returnedFailure({ ...json, ...(mayStillFinish && { mayStillFinish }) }, wordsOf(site, result));
}

/**
 * The output where a deploy could not be started, or nobody knows whether it was.
 *
 * @throws the error itself, unless nobody knows and the node goes on.
 */
export function returnOrThrowStart(
	context: OperationContext,
	site: NetlifySite,
	error: unknown,
	previous: string | null,
): IDataObject {
	if (!(error instanceof EndUnknown) || !returnsFailure(context)) throw error;
	const stub = stubOf('', site);
	const json = deploymentJson(stub, { published: null, previous, state: error.state }, { verified: false, raw: false });
	return returnedFailure(
		{ ...json, id: null, artifact: null, mayStillFinish: true },
		{ reason: error.message, advice: error.advice },
	);
}
