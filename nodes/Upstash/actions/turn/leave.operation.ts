import { randomUUID } from 'crypto';

import { isRecord } from '../../../deployment/values/jsonFields';
import { choiceField, jsonField, option, textField } from '../../../shared/fields/fields';
import { ConfigurationError, isTransient, OperationFailure } from '../../../shared/operation/errors';
import { incomingItem } from '../../../shared/operation/incomingItem';
import { noItem, type Operation, type OperationContext } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { upstashClient } from '../../api/client';
import { leaveTurn, storedTurn, type TurnRemainder, type WatchEntry } from '../../api/redis/turns';
import { ownerField } from '../../fields/owner';
import { thisExecution, turnNameField } from '../../fields/turn';
import { askIn, turnItem, turnJson } from '../../output/turnJson';
import { numberIn, textIn } from '../../state/scriptAnswer';
import { turnLost } from '../../state/turnLost';

const notesField = jsonField('Notes', 'notes', '{}', { description: 'What the next run is to remember, as JSON' });

const headField = textField('Head', 'head', { description: 'The commit that was looked at last' });

const lookAgainAtField = textField('Look Again At', 'lookAgainAt', {
	placeholder: '2026-11-27T12:00:00Z',
	description: 'When something is due by itself: a hold that ends, a build that should have come. Empty: nothing is.',
});

const watchField = jsonField('Watch', 'watch', '{}', {
	description:
		'What GitHub Watch looks at in this repository: repository, id, branches, releases and previews. Left empty, it stays as it is; without any of the last three, it is not watched any more.',
});

const failureField = textField('Failure', 'failure', {
	description:
		'When filled in, the run fails with exactly this text once the turn is left, so that n8n lists it as failed',
});

const ifNotAskedAgainField = choiceField(
	'If Not Asked Again',
	'ifNotAskedAgain',
	[option('Give No Item', 'noItem', 'End here'), option('Return', 'return', 'Return an item with "again": false')],
	{ description: 'What to do when the turn was left' },
);

export const leave: Operation = {
	value: 'leave',
	name: 'Leave',
	action: 'Leave a turn',
	description: 'Leave the turn, unless a look was asked for since the last one: then an item goes on, to look again',
	properties: [
		turnNameField,
		ownerField,
		notesField,
		headField,
		lookAgainAtField,
		watchField,
		failureField,
		ifNotAskedAgainField,
	],
	async execute(context) {
		const name = turnNameField.read(context);
		const owner = ownerField.read(context);
		const failure = failureField.read(context);
		const givesItem = ifNotAskedAgainField.read(context) === 'return';
		const left = await attempt(
			leaveTurn(
				upstashClient(context),
				{ name, owner, execution: thisExecution(context) },
				readRemainder(context),
				randomUUID(),
			),
		);
		// What can still be told of a release counts more than the turn, which lapses by itself.
		if (!left.ok && (givesItem || !isTransient(left.error))) throw left.error;
		const answer = left.ok ? left.value : {};
		const turn = storedTurn(name, answer);
		const outcome = textIn(answer, 'outcome');
		if (outcome === 'lost') throw turnLost(turn, owner);
		const isAgain = outcome === 'again';
		if (!isAgain && failure !== '') throw new OperationFailure(failure, '', { state: 'failed' });
		if (!isAgain && !givesItem) return noItem;
		return {
			...turnItem(
				{ ...askIn(turn), ...incomingItem(context) },
				owner,
				turnJson(turn, { count: turn.askedCount, sinceMs: numberIn(answer, 'since') ?? 0 }),
			),
			again: isAgain,
		};
	},
};

function readRemainder(context: OperationContext): TurnRemainder {
	return {
		notes: JSON.stringify(notesField.read(context) ?? {}),
		head: headField.read(context),
		lookAgainAt: lookAgainAtField.read(context),
		watch: readWatch(watchField.read(context)),
	};
}

function readWatch(entered: unknown): WatchEntry | undefined {
	if (entered === null || entered === undefined || entered === '') return undefined;
	if (!isRecord(entered)) throw new ConfigurationError('Watch is not an object', 'Correct Watch, or leave it empty');
	const { repository, ...watched } = entered;
	if (typeof repository !== 'string' || repository === '') return undefined;
	const isWatched =
		watched.previews === true ||
		[watched.branches, watched.releases].some((names) => Array.isArray(names) && names.length > 0);
	return { repository, watched: isWatched ? JSON.stringify(watched) : '' };
}
