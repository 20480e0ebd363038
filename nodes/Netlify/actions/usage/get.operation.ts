import { monthAt } from '../../../deployment/costs/costMonth';
import { costJson, monthCost, type UsageLine } from '../../../deployment/costs/costReading';
import { textAt } from '../../../deployment/values/jsonFields';
import { textField } from '../../../shared/fields/fields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { listAccounts, listAccountTypes, readBuildStatus } from '../../api/accounts';
import { netlifyClient } from '../../api/client';
import { buildMinutes, isBeyondPlan, planLines } from '../../state/planCost';

const teamField = textField('Team', 'team', {
	placeholder: 'candlefish',
	description: 'The slug of a team, as in its address; empty for all teams that the token may see',
});

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get what a team costs',
	description: "Get the price of a team's plan and seats, and the build minutes that it used",
	properties: [teamField],
	async execute(context) {
		const client = netlifyClient(context);
		const team = teamField.read(context);
		const accounts = await listAccounts(client);
		const chosen = accounts.filter((account) => team === '' || textAt(account, 'slug') === team);
		if (chosen.length === 0) throw noTeam(team, accounts);
		const types = await listAccountTypes(client);
		const lines: UsageLine[] = [];
		const beyond: string[] = [];
		for (const account of chosen) {
			const [status] = await readBuildStatus(client, textAt(account, 'id') ?? '');
			lines.push(...planLines(account, types), buildMinutes(status));
			if (isBeyondPlan(status) === true) beyond.push(textAt(account, 'name') ?? '');
		}
		const nowMs = clock.now();
		const month = monthCost({
			month: monthAt(nowMs),
			until: new Date(nowMs).toISOString(),
			linesFor: 'wholeMonth',
			lines,
		});
		return costJson({ currency: 'USD', months: [month], notTold: notTold(beyond) });
	},
};

function notTold(beyond: readonly string[]): string {
	const more = beyond.length === 0 ? '' : `Builds of ${beyond.join(', ')} used more minutes than the plan includes. `;
	return `${more}Netlify's API tells the price of plan and seats, not what goes beyond the plan`;
}

function noTeam(team: string, accounts: readonly unknown[]): OperationFailure {
	const known = accounts.flatMap((account) => textAt(account, 'slug') ?? []);
	return new OperationFailure(
		team === ''
			? 'Netlify names no team that this token may see'
			: `Netlify has no team "${team}" that this token may see`,
		known.length === 0
			? 'Use the token of a member of the team'
			: `Use one of ${known.join(', ')}, or leave Team empty`,
	);
}
