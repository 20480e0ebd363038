import { randomUUID } from 'crypto';

import type { IDataObject } from 'n8n-workflow';

import { readKeptRows } from '../../../deployment/ledger/keptRows';
import { stringAt } from '../../../deployment/ledger/record';
import { isToldBlind } from '../../../deployment/state/toldBlind';
import { incomingItem } from '../../../shared/operation/incomingItem';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { lookAtTurn, storedTurn } from '../../api/redis/turns';
import type { ScriptAnswer } from '../../api/types';
import { ownerField } from '../../fields/owner';
import { thisExecution, turnNameField } from '../../fields/turn';
import { askIn, isoOf, turnItem, turnJson } from '../../output/turnJson';
import { numberIn, textIn } from '../../state/scriptAnswer';
import { turnLost } from '../../state/turnLost';

export const look: Operation = {
	value: 'look',
	name: 'Look',
	action: 'Note what is looked at in a turn',
	description:
		"Note that everything asked for so far is being looked at, and take a person's wish if there is one, and what the ledger did not take. Fails when another run has the turn by now.",
	properties: [turnNameField, ownerField],
	async execute(context) {
		const name = turnNameField.read(context);
		const owner = ownerField.read(context);
		const incoming = incomingItem(context);
		const answer = await lookAtTurn(
			upstashClient(context),
			{ name, owner, execution: thisExecution(context) },
			{
				repository: stringAt(incoming, 'repository') || stringAt(incoming, 'release', 'repository'),
				requestId: randomUUID(),
			},
		);
		const turn = storedTurn(name, answer);
		if (textIn(answer, 'outcome') === 'lost') throw turnLost(turn, owner);
		const item = { ...askIn(turn), ...incoming };
		const branch = stringAt(item, 'branch') || stringAt(item, 'release', 'branch');
		return {
			...turnItem(item, owner, turnJson(turn, { count: turn.lookedCount, sinceMs: numberIn(answer, 'since') ?? 0 })),
			wish: textIn(answer, 'took') === '1',
			wishedAt: isoOf(turn.wishedAtMs),
			toldByWatch: isToldBlind(textIn(answer, 'blind'), textIn(answer, 'seen')),
			keptRows: readKeptRows(keptIn(answer), branch) as IDataObject[],
		};
	},
};

/** The rows that are kept, as texts. */
function keptIn(answer: ScriptAnswer): string[] {
	return Object.entries(answer).flatMap(([name, text]) => (/^kept\d+$/.test(name) ? [text] : []));
}
