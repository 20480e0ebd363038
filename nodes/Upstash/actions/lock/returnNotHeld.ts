import type { IDataObject } from 'n8n-workflow';

import { textParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { OwnedLock } from '../../api/redis/locks';
import type { ScriptAnswer } from '../../api/types';
import { notHeldJson } from '../../output/lockJson';
import { lockNotHeld } from '../../state/lockNotHeld';

/** What "If Not Held: Return" gives for a lock that its owner does not hold. @throws OperationFailure for "Error". */
export function returnNotHeld(
	context: OperationContext,
	{ name, owner }: OwnedLock,
	answer: ScriptAnswer,
): IDataObject {
	const notHeld = lockNotHeld(name, owner, answer);
	if (textParameter(context, 'ifNotHeld') === 'return') return notHeldJson(name, owner, notHeld);
	const { message, advice, outcome, holder } = notHeld;
	throw new OperationFailure(message, advice, { outcome, ...(holder && { holder }) });
}
