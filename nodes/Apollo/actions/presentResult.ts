import type { IDataObject } from 'n8n-workflow';

import { phaseOf } from '../../deployment/state/deploymentState';
import { returnedFailure, returnsFailure } from '../../shared/fields/failureHandling';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { SubgraphPlace } from '../api/publications';
import { resultJson, targetOf } from '../output/schemaJson';
import type { SchemaResult } from '../state/schemaResult';

/** The output for how it ended; what was started without waiting, and what was skipped, is no failure. @throws OperationFailure at one, unless the node goes on. */
export function presentResult(context: OperationContext, place: SubgraphPlace, result: SchemaResult): IDataObject {
	const json = resultJson(place, result);
	const { verified, state, reason, advice, warnings } = result;
	if (verified || state === 'skipped' || reason === '') return json;
	const words = [reason, ...warnings].join('. ');
	if (returnsFailure(context)) {
		const mayStillFinish = phaseOf(state) === 'pending';
		return returnedFailure({ ...json, ...(mayStillFinish && { mayStillFinish }) }, { reason: words, advice });
	}
	const what = result.isRollback ? 'The roll back' : 'The schema';
	throw new OperationFailure(`${what} of ${targetOf(place)} is not live: ${words}`, advice, {
		release: json,
	});
}
