import { setTimeout as delay } from 'node:timers/promises';

import type { Browser } from 'playwright-core';

import type { JsonRecord } from '../json';
import { createPublicApi, type PublicApi } from '../n8n/publicApi';
import type { Terminal } from '../terminal';
import { signIn, type Target } from './target';

/** The sandbox's database, as a person enters it. */
const DATABASE: JsonRecord = {
	database: 'paintbox',
	project: 'paintbox',
	branch: 'main',
	bucket: 'candlefish-backups',
	prefix: 'neon',
	cluster: 'candlefish',
	task_definition: 'slipway-backup',
	network_service: 'gateway',
	minimum_bytes: 1000,
	keep_days: 30,
	enabled: true,
};

/** Workflows that run once a day or a week, and when their report is there. */
const REPORTS = [
	{ of: 'Slipway 34: ', begin: 'When a week has passed', table: 'slipway_costs', has: { kind: 'month' } },
	{ of: 'Slipway 35: ', begin: 'When a week has passed', table: 'slipway_audits', has: {} },
	{ of: 'Slipway 30: ', begin: 'When a day has passed', table: 'slipway_backups', has: { state: 'proven' } },
	{ of: 'Slipway 32: ', begin: 'When a week has passed', table: 'slipway_backups', has: { kind: 'drill' } },
] as const;

const DEADLINE_MS = 5 * 60_000;

/** Starts what is reported daily and weekly, so that the board has something to show. Raises when a report stays away. */
export async function fillReports(browser: Browser, target: Target, terminal: Terminal): Promise<void> {
	const api = createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey });
	const databases = await tableNamed(api, 'slipway_databases');
	if ((await api.listRows(databases)).length === 0) await api.insertRows(databases, [DATABASE]);
	const workflows = await api.listWorkflows();
	const page = await browser.newPage();
	await signIn(page, target);
	for (const { of, begin, table, has } of REPORTS) {
		const workflow = workflows.find(({ name }) => name.startsWith(of));
		if (!workflow) throw new Error(`"${of}" is not in this n8n`);
		terminal.event(`${workflow.name}, by hand`);
		const answer = await page.request.post(`${target.n8nOrigin}/rest/workflows/${workflow.id}/run`, {
			data: { triggerToStartFrom: { name: begin } },
		});
		if (!answer.ok()) throw new Error(`n8n answered ${answer.status()} when asked to run "${workflow.name}"`);
		await waitForRow(api, await tableNamed(api, table), has, workflow.name);
	}
	await page.close();
}

async function tableNamed(api: PublicApi, name: string): Promise<string> {
	const table = (await api.listDataTables()).find((candidate) => candidate.name === name);
	if (!table) throw new Error(`This n8n has no table ${name}`);
	return table.id;
}

async function waitForRow(api: PublicApi, table: string, has: JsonRecord, whose: string): Promise<void> {
	const deadline = Date.now() + DEADLINE_MS;
	let seen: JsonRecord[] = [];
	while (Date.now() < deadline) {
		seen = await api.listRows(table);
		if (seen.some((row) => Object.entries(has).every(([key, value]) => row[key] === value))) return;
		await delay(2000);
	}
	throw new Error(`"${whose}" left no such row in time: ${JSON.stringify(has)}, seen: ${JSON.stringify(seen.at(-1))}`);
}
