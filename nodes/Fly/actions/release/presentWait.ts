import type { IDataObject } from 'n8n-workflow';

import { returnedFailure, returnsFailure } from '../../../shared/fields/failureHandling';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { waitJson } from '../../output/waitJson';
import { whatRunsWhere } from '../../state/machineReport';
import { releaseFailure } from '../../state/releaseFailure';
import type { ReleaseWaitResult } from '../../state/releaseWaitResult';

/** The output of a wait for a release. @throws OperationFailure when it does not run, unless the node is told to go on. */
export function presentWait(context: OperationContext, app: string, result: ReleaseWaitResult): IDataObject {
	const json = waitJson(app, result, !simplifyProperty.read(context));
	if (result.verified) return json;
	if (returnsFailure(context)) return returnedFailure(json, result);
	throw new OperationFailure(
		releaseFailure(app, result.release, result.state, `${result.reason}. ${whatRunsWhere(result.machines)}`),
		result.advice,
		{ machines: [...result.machines] },
	);
}
