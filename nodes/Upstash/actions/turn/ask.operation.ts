import { randomUUID } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../deployment/values/jsonFields';
import { choiceField, jsonField, option, switchField, textField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import { noItem, type Operation, type OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { askForTurn, storedTurn } from '../../api/redis/turns';
import { ownerField } from '../../fields/owner';
import { executionOf, thisExecution, turnNameField } from '../../fields/turn';
import { turnItem, turnJson } from '../../output/turnJson';
import { numberIn, textIn } from '../../state/scriptAnswer';

const previousExecutionField = textField('Previous Execution', 'previousExecution', {
	placeholder: '={{ $json.previousExecution }}',
	description: 'The execution of the same owner that hands its turn over to this one, or has died',
});

const wishField = switchField(
	'Wish',
	'wish',
	'Whether a person asks, so that what failed before is tried again. One look takes it.',
);

const itemField = jsonField('Item', 'item', '={{ $json }}', {
	description: 'What another run needs to go on if this one dies. It is handed back with the turn.',
});

const ifTakenField = choiceField(
	'If Taken',
	'ifTaken',
	[
		option('Give No Item', 'noItem', 'End here: the run that has the turn looks again for this one'),
		option('Return', 'return', 'Return the item, with "taken": false and who has the turn'),
	],
	{ description: 'What to do when another run has the turn' },
);

/** After so long without a beat, four of them missed, its owner takes its own turn again. */
const silenceMs = 40_000;

export const ask: Operation = {
	value: 'ask',
	name: 'Ask',
	action: 'Ask for a turn',
	description:
		'Ask for a look, and take the turn if it is free. If another run has it, that one looks again before it leaves.',
	properties: [turnNameField, ownerField, previousExecutionField, wishField, itemField, ifTakenField],
	async execute(context) {
		const name = turnNameField.read(context);
		const owner = ownerField.read(context);
		const item = readItem(context);
		const answer = await askForTurn(upstashClient(context), {
			name,
			owner,
			execution: thisExecution(context),
			previousExecution: executionOf(context, previousExecutionField.read(context)),
			isWish: wishField.read(context) || item.wish === true,
			item: JSON.stringify(item),
			silenceMs,
			requestId: randomUUID(),
		});
		const isTaken = textIn(answer, 'outcome') !== 'notTaken';
		if (!isTaken && ifTakenField.read(context) === 'noItem') return noItem;
		const turn = storedTurn(name, answer);
		return turnItem(item, owner, {
			taken: isTaken,
			...turnJson(turn, { count: turn.askedCount, sinceMs: numberIn(answer, 'since') ?? 0 }),
			// Whose turn had lapsed: what that one left is for whoever has the turn now.
			previousOwner: textIn(answer, 'previousOwner'),
		});
	},
};

function readItem(context: OperationContext): IDataObject {
	const item = itemField.read(context);
	if (isRecord(item)) return item as IDataObject;
	throw new ConfigurationError('Item is not an object', 'Give an object, such as the item itself: {{ $json }}');
}
