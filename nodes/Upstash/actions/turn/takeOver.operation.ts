import { requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashClient } from '../../api/client';
import { takeOverTurn } from '../../changes/takeOverTurn';
import { secondsField } from '../../fields/numbers';
import { executionOf } from '../../fields/turn';
import { takenOverJson } from '../../output/turnJson';

const executionIdField = requiredTextField('Execution ID', 'executionId', {
	placeholder: '231, 228',
	description:
		'The execution that died, as the Error Trigger names it; with a comma after it also the one that called it, which n8n may not report. The first of them that has a turn counts.',
});

const silentField = secondsField(
	'Silent For (Seconds)',
	'silentSeconds',
	40,
	{ minimum: 1, maximum: 3600 },
	{ description: 'How long it must have given no sign of life to count as dead. This waits for it, if need be.' },
);

export const takeOver: Operation = {
	value: 'takeOver',
	name: 'Take Over',
	action: 'Take over the turn of a dead execution',
	description:
		'Find out whether an execution that has a turn is dead, and claim it: one caller gets "isDead": true, with the item to go on with',
	properties: [executionIdField, silentField],
	async execute(context) {
		const executionIds = executionIdField
			.read(context)
			.split(',')
			.map((id) => id.trim())
			.filter((id) => id !== '');
		const client = upstashClient(context);
		for (const executionId of executionIds) {
			const result = await takeOverTurn(client, {
				execution: executionOf(context, executionId),
				silenceMs: silentField.read(context),
				cancelSignal: cancelSignalOf(context),
			});
			if (result.outcome !== 'notFound') return takenOverJson(executionId, result);
		}
		return takenOverJson(executionIds[0] ?? '', { turn: undefined, outcome: 'notFound' });
	},
};
