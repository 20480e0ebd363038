import type { IDataObject } from 'n8n-workflow';

import { returnedFailure, returnsFailure } from '../../../shared/fields/failureHandling';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { FlyRelease } from '../../api/types';
import { failureJson, resultJson } from '../../output/resultJson';
import type { DeployResult } from '../../state/deployResult';
import { releaseFailure } from '../../state/releaseFailure';

/** The output of a deploy or roll back. @throws OperationFailure for one that failed, unless the node is told to go on. */
export function presentResult(
	context: OperationContext,
	app: string,
	result: DeployResult,
	previous: FlyRelease | null,
): IDataObject {
	const { release, state, reason, image, advice, warnings } = result;
	const raw = !simplifyProperty.read(context);
	if (reason === '') return resultJson(app, result, previous, raw);
	if (returnsFailure(context)) return returnedFailure(resultJson(app, result, previous, raw), result);
	throw new OperationFailure(
		releaseFailure(`${app} (${image})`, release, state, [reason, ...warnings].join('. ')),
		advice,
		failureJson(app, result, previous),
	);
}
