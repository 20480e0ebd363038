import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import axios from 'axios';

import { sandboxUpstashToken } from '../../sandbox/upstash';
import { createSandboxClient } from '../../tools/deliver/sandboxClient';
import { readPath, readRecords, readString } from '../../tools/json';
import { BOARD_LOGIN } from '../../tools/sandboxCredentials';
import type { TestStack } from '../n8n/realN8n';

/** Everything that somebody may read afterwards, by what it is called. */
export type Places = ReadonlyMap<string, string>;

/** Reads n8n's files and executions, the Data Tables, Redis, what the platforms show to people, and the pages. */
export async function readPlaces(stack: TestStack): Promise<Places> {
	const { api, sandbox, n8n } = stack;
	const places = new Map<string, string>();
	const executions = [];
	for (const { id } of (await allExecutions(stack)).values()) executions.push(await api.getExecution(id));
	places.set("n8n's executions", JSON.stringify(executions));
	for (const table of await api.listDataTables()) {
		places.set(`Data Table ${table.name}`, JSON.stringify(await api.listRows(table.id)));
	}
	places.set("n8n's own files", await filesBelow(dirname(n8n.logFile)));
	places.set('Redis', await redisContent(sandbox.origin));
	for (const platform of ['github', 'pagerduty', 'netlify', 'fly', 'neon']) {
		places.set(`what ${platform} shows`, JSON.stringify(sandbox.state()[platform]));
	}
	// Who is told a secret is told in one of these; everybody else gets none.
	const told = sandbox.requests().filter(({ platform }) => ['github', 'pagerduty'].includes(platform));
	places.set('requests to GitHub and PagerDuty', JSON.stringify(told));
	const pages = [
		[
			`${n8n.webhookOrigin}/webhook/slipway-board`,
			{ auth: { username: BOARD_LOGIN.user, password: BOARD_LOGIN.password } },
		],
		[`${sandbox.origin}/`, {}],
	] as const;
	for (const [url, options] of pages) {
		const { data } = await axios.get<unknown>(url, { ...options, proxy: false });
		places.set(url, String(data));
	}
	const pullRequests = [];
	for (const repository of await createSandboxClient(sandbox.origin, '').state('github', 'repositories')) {
		for (const pull of readRecords(repository, 'pull_requests')) {
			const { data } = await axios.get<unknown>(readString(pull, 'html_url') ?? '', { proxy: false });
			pullRequests.push(String(data));
		}
	}
	places.set('pages of pull requests', pullRequests.join('\n'));
	return places;
}

/** By id; n8n lists 250 at most at a time, and those that run only when asked for them. */
async function allExecutions({ api }: TestStack) {
	const workflows = await api.listWorkflows();
	const lists = await Promise.all(
		workflows.map(async ({ id }) => await api.listExecutions({ workflowId: id, limit: 250 })),
	);
	return new Map(lists.flat().map((execution) => [execution.id, execution]));
}

/** What n8n keeps beside its programs: database, its journal, logs of events and of the process; as Latin-1. */
async function filesBelow(folder: string): Promise<string> {
	const texts: string[] = [];
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.name === 'nodes' || entry.name === 'node_modules' || entry.name.startsWith('slipway-')) continue;
		if (entry.isDirectory()) texts.push(await filesBelow(path));
		else if (entry.isFile()) texts.push(await readFile(path, 'latin1'));
	}
	return texts.join('\n');
}

const READS: Readonly<Record<string, (key: string) => string[]>> = {
	string: (key) => ['GET', key],
	hash: (key) => ['HGETALL', key],
	list: (key) => ['LRANGE', key, '0', '-1'],
	set: (key) => ['SMEMBERS', key],
	zset: (key) => ['ZRANGE', key, '0', '-1'],
};

export async function redisContent(origin: string): Promise<string> {
	const redis = async (command: readonly string[]): Promise<unknown> => {
		const headers = { authorization: `Bearer ${sandboxUpstashToken}` };
		const { data } = await axios.post<unknown>(`${origin}/upstash`, command, { headers, proxy: false });
		return readPath(data, 'result');
	};
	const keys = await redis(['KEYS', '*']);
	const content: unknown[] = [];
	for (const key of Array.isArray(keys) ? keys.map(String) : []) {
		const read = READS[String(await redis(['TYPE', key]))];
		content.push([key, read && (await redis(read(key)))]);
	}
	return JSON.stringify(content);
}

/** `<secret> in <place>` for every secret, by its name, that stands somewhere, however it is written there. */
export function secretsIn(places: Places, secrets: ReadonlyMap<string, string>): string[] {
	return [...secrets].flatMap(([name, value]) => {
		const forms = [...new Set(spellings(value))];
		return [...places]
			.filter(([, text]) => forms.some((form) => text.includes(form)))
			.map(([place]) => `${name} in ${place}`);
	});
}

/** As it is, in JSON within JSON, in an address, in hexadecimal, and in base64 wherever it begins. */
function spellings(value: string): string[] {
	const base64 = [0, 1, 2].map((shift) => {
		const whole = Buffer.from(`${'x'.repeat(shift)}${value}`)
			.toString('base64')
			.replace(/=+$/, '');
		// What is mixed with the characters before and after it is cut off.
		return whole.slice(shift === 0 ? 0 : 4, -4);
	});
	const quoted = JSON.stringify(value).slice(1, -1);
	return [
		value,
		quoted,
		JSON.stringify(quoted).slice(1, -1),
		encodeURIComponent(value),
		Buffer.from(value).toString('hex'),
		...base64,
	];
}
