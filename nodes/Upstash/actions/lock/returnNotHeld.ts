import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { OwnedLock } from '../../api/redis/locks';
import type { ScriptAnswer } from '../../api/types';
import { ifNotHeldField } from '../../fields/lock';
import { notHeldJson } from '../../output/lockJson';
import { lockNotHeld } from '../../state/lockNotHeld';

/** What "If Not Held: Return" gives for a lock that its owner does not hold. @throws OperationFailure for "Error". */
export function returnNotHeld(
	context: OperationContext,
	{ name, owner }: OwnedLock,
	answer: ScriptAnswer,
): IDataObject {
	const notHeld = lockNotHeld(name, owner, answer);
	if (ifNotHeldField.read(context) === 'return') return notHeldJson(name, owner, notHeld);
	const { message, advice, outcome, holder } = notHeld;
	throw new OperationFailure(message, advice, { outcome, ...(holder && { holder }) });
}
