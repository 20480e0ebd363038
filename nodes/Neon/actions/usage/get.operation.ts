import { monthAfter, monthAt, monthStartMs } from '../../../deployment/costs/costMonth';
import { costJson, monthCost, type MonthCost } from '../../../deployment/costs/costReading';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { clock } from '../../../shared/waiting/clock';
import { neonClient } from '../../api/client';
import { type ConsumptionSpan, readConsumption } from '../../api/consumption';
import { listOrganizations } from '../../api/organizations';
import { organizationField } from '../../fields/locators';
import { usageLines } from '../../state/usageLines';

const dayMs = 86_400_000;

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get what projects used',
	description: 'Get what the projects of an organization used this month and in the last one, in the units of the bill',
	properties: [organizationField],
	async execute(context) {
		const client = neonClient(context);
		const organizations = await organizationIds(context, client);
		const nowMs = clock.now();
		const now = await currentMonth(client, organizations, nowMs);
		const last = await readMonth(client, organizations, monthAfter(monthAt(nowMs), -1), {
			from: startOf(monthAfter(monthAt(nowMs), -1)),
			to: startOf(monthAt(nowMs)),
			granularity: 'monthly',
		});
		return costJson({ currency: 'USD', months: [...now, last], notTold: '' });
	},
};

/** By days, which end with yesterday: of the first day of a month nothing can be asked yet. */
async function currentMonth(
	client: PlatformClient,
	organizations: readonly string[],
	nowMs: number,
): Promise<MonthCost[]> {
	const month = monthAt(nowMs);
	const todayMs = Math.floor(nowMs / dayMs) * dayMs;
	if (todayMs === monthStartMs(month)) return [];
	const to = new Date(todayMs).toISOString();
	return [await readMonth(client, organizations, month, { from: startOf(month), to, granularity: 'daily' })];
}

async function readMonth(
	client: PlatformClient,
	organizations: readonly string[],
	month: string,
	span: ConsumptionSpan,
): Promise<MonthCost> {
	const used = [];
	for (const organization of organizations) used.push(await readConsumption(client, organization, span));
	const ends = used.flatMap(({ until }) => (until === '' ? [] : [until])).sort();
	return monthCost({ month, until: ends.at(-1) ?? span.to, lines: usageLines(used.map(({ values }) => values)) });
}

async function organizationIds(context: OperationContext, client: PlatformClient): Promise<string[]> {
	const chosen = organizationField.read(context);
	if (chosen) return [chosen];
	const found = await listOrganizations(client);
	if (found.length > 0) return found.map(({ id }) => id);
	throw new OperationFailure(
		'Neon names no organization that this credential may see, and tells use by organization',
		'Choose one under Organization, or use a personal API key, which may list them',
	);
}

function startOf(month: string): string {
	return new Date(monthStartMs(month)).toISOString();
}
