import type { IDataObject } from 'n8n-workflow';

import { readSignal } from '../../../deployment/failover/failoverDecision';
import { type FailoverEnd, failoverPage } from '../../../deployment/failover/failoverPage';
import { stringAt } from '../../../deployment/ledger/record';
import { isRecord, isTrueAt, textAt, valueAt } from '../../../deployment/values/jsonFields';
import { jsonField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import { noItem, type Operation } from '../../../shared/operation/operation';

const decidedField = jsonField('Decided', 'decided', '={{ $json }}', { description: 'What Decide gave' });

const resultField = jsonField('Result', 'result', '={{ $json }}', {
	description: 'What was done: the item with "swapped" (DNS Record: Swap), or what workflow 17 gave',
});

const decisions = ['swap', 'swapBack', 'rollBack', 'wait', 'tell', 'nothing'] as const;

export const conclude: Operation = {
	value: 'conclude',
	name: 'Conclude',
	action: 'Say how a failover ended',
	description:
		'Makes the page for the person on call of what was decided and how it ended; no item where nobody is told',
	properties: [decidedField, resultField],
	async execute(context) {
		const decided = decidedField.read(context);
		const signal = readSignal(decided);
		const next = decisions.find((known) => known === valueAt(decided, 'next'));
		if (signal === null || next === undefined || !isRecord(decided)) {
			throw new ConfigurationError('Decided is not what Decide gave', 'Hand over the item of that step');
		}
		const end = endOf(next, resultField.read(context));
		const page = failoverPage(signal, { next, reason: stringAt(decided, 'because'), hand: null }, end);
		return page === null ? noItem : ({ ...page } as IDataObject);
	},
};

function endOf(next: (typeof decisions)[number], result: unknown): FailoverEnd {
	if (next === 'rollBack') {
		const title = textAt(result, 'page', 'title') ?? textAt(result, 'error') ?? 'its run died';
		return { isDone: title === 'Rolled back', words: title, isResolved: null };
	}
	const resolved = valueAt(result, 'swapped', 'resolved');
	return {
		isDone: isTrueAt(result, 'swapped', 'ok'),
		words: stringAt(result, 'swapped', 'error', 'message'),
		isResolved: typeof resolved === 'boolean' ? resolved : null,
	};
}
