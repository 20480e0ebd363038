import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { endClaim as sendEnding } from '../../api/redis/claims';
import { claimTokenField, ifNotHeldField } from '../../fields/claim';
import { endedJson } from '../../output/claimJson';
import { claimEnding } from '../../state/claim';

/**
 * Ends a claim on all its keys at once. Repeating it gives the same; the first outcome stays.
 *
 * @throws OperationFailure when the token is not the latest attempt's, unless "If Not Held" is Return.
 */
export async function endClaim(
	context: OperationContext,
	state: 'done' | 'failed',
	details: { readonly outcome?: string; readonly reason?: string },
): Promise<IDataObject> {
	const { claimToken, keys } = claimTokenField.read(context);
	const answer = await sendEnding(upstashClient(context), keys, { claimToken, state, ...details });
	const ending = claimEnding(keys, state, answer);
	if (!ending.isEnded && ifNotHeldField.read(context) === 'error') {
		throw new OperationFailure(ending.message, ending.advice, { result: ending.result });
	}
	return endedJson(keys, state, answer, ending);
}
