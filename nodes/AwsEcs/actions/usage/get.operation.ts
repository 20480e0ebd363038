import { monthAfter, monthAt } from '../../../deployment/costs/costMonth';
import { costJson } from '../../../deployment/costs/costReading';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { costExplorerClient } from '../../api/client';
import { readCosts } from '../../api/costs';
import { accountCost } from '../../state/accountCost';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get what the account costs',
	description:
		'Get what all services of the AWS account cost this month and in the last one, by Cost Explorer. AWS charges 0.01 USD for each look.',
	properties: [],
	async execute(context) {
		const nowMs = clock.now();
		const months = [monthAt(nowMs), monthAfter(monthAt(nowMs), -1)];
		const [now = '', last = ''] = months;
		const explorer = await costExplorerClient(context);
		const results = await readCosts(explorer, `${last}-01`, `${monthAfter(now, 1)}-01`);
		const cost = accountCost(months, results, nowMs);
		const [currency = 'USD', ...others] = cost.currencies;
		if (others.length === 0) return costJson({ currency, months: cost.months, notTold: '' });
		throw new OperationFailure(
			`AWS bills this account in several currencies, ${cost.currencies.join(' and ')}, which cannot be added up`,
			'Use the credential of an account that is billed in one currency',
		);
	},
};
