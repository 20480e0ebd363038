import type { IDataObject } from 'n8n-workflow';

import { returnsFailure } from '../../../shared/fields/failureHandling';
import { switchParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { ReleaseWaitResult } from '../../changes/deploy/waitForRelease';
import { releaseJson } from '../../output/releaseJson';
import { reportsJson, whatRunsWhere } from '../../state/machineReport';
import { releaseFailure } from '../../state/releaseFailure';

/** The output of a wait for a release. @throws OperationFailure when it does not run, unless the node is told to go on. */
export function presentWait(context: OperationContext, app: string, result: ReleaseWaitResult): IDataObject {
	const { release, verified, state, reason, digest } = result;
	const machines = reportsJson(result.machines);
	if (verified || returnsFailure(context)) {
		const facts = { live: verified, state, reason, ...(verified && { digest }) };
		return {
			...releaseJson(app, release, facts, { verified, raw: !switchParameter(context, 'simplify') }),
			warnings: [...result.warnings],
			machines,
		};
	}
	throw new OperationFailure(
		releaseFailure(app, release, state, `${reason}. ${whatRunsWhere(result.machines)}`),
		result.advice,
		{ machines },
	);
}
