import axios from 'axios';

import { NEON_TOKEN } from '../../sandbox/neon/neon';
import { readPath } from '../../tools/json';
import { runScenario } from '../../tools/deliver/run';
import { createSandboxClient } from '../../tools/deliver/sandboxClient';
import type { Scenario } from '../../tools/deliver/scenario';
import { SCENARIOS } from '../../tools/deliver/scenarios';
import { startStack, type TestStack } from '../n8n/realN8n';
import { beImpatient } from './impatience';
import { PlantedSecrets, plantedSyncs } from './plantSecrets';
import { readPlaces, secretsIn } from './secretPlaces';

/* As plantedSecrets.test.ts, in a real n8n: also its database, its logs and the pages are searched. */

const REPOSITORY = 'candlefish-ai/candlefish';
const PROJECT = 'sandbox-paintbox-123456';

let stack: TestStack;
let secrets: PlantedSecrets;

beforeAll(async () => {
	stack = await startStack({ timeScale: 60 });
	await beImpatient(stack);
	secrets = new PlantedSecrets(stack.sandbox);
	await secrets.plant();
	await stack.api.insertRows(await syncTable(), plantedSyncs);
});

afterAll(async () => {
	await stack?.close();
});

jest.setTimeout(600_000);

async function syncTable(): Promise<string> {
	const table = (await stack.api.listDataTables()).find(({ name }) => name === 'slipway_secret_syncs');
	return table?.id ?? '';
}

async function syncStates(): Promise<Record<string, unknown>> {
	const rows = await stack.api.listRows(await syncTable());
	return Object.fromEntries(rows.map(({ service, state }) => [String(service), state]));
}

/** What did not end as it should have. */
async function play(scenario: Scenario): Promise<string[]> {
	const { checks, hasSettled } = await runScenario({
		api: stack.api,
		sandbox: createSandboxClient(stack.sandbox.origin, stack.n8n.origin),
		repository: REPOSITORY,
		scenario,
		say: () => undefined,
	});
	return [
		...checks.filter(({ isMet }) => !isMet).map(({ what, seen }) => `${what} (seen: ${seen})`),
		...(hasSettled ? [] : ['It has not settled']),
	];
}

const named = (name: string): Scenario => {
	const found = SCENARIOS.find((scenario) => scenario.name === name);
	if (!found) throw new Error(`No scenario ${name}`);
	return found;
};

/** What the role of a preview's database is let in with. */
async function passwordOfBranch(branch: string): Promise<string> {
	const branches = await createSandboxClient(stack.sandbox.origin, '').state('neon', 'branches');
	const id = String(branches.find(({ name }) => name === branch)?.id);
	const { data } = await axios.get<unknown>(
		`${stack.sandbox.origin}/neon/api/v2/projects/${PROJECT}/branches/${id}/roles/neondb_owner/reveal_password`,
		{ headers: { authorization: `Bearer ${NEON_TOKEN}` }, proxy: false },
	);
	return String(readPath(data, 'password'));
}

it('do not where the platform refuses them, and repeats them', async () => {
	const value = secrets.random('AWS session key that is refused');
	await secrets.put('candlefish/production/paintbox-api', { SESSION_KEY: value });
	const end = secrets.refuseAtFly(value);
	const failures = await play({
		name: 'failed-sync',
		story: '',
		async play(actor) {
			const { commit, deliveries } = await actor.push({ touches: ['paintbox-api'] });
			await actor.until('the API is deployed all the same', (now) =>
				now.services.some((service) => service.service === 'paintbox-api' && service.commit === commit),
			);
			return { commits: { commit }, deliveries };
		},
		checks: () => [],
	});
	end();
	expect(failures).toEqual([]);
	expect(await syncStates()).toMatchObject({ 'paintbox-api': 'failed' });
});

it('come over with a release, which fails at its end and goes back', async () => {
	expect(await play(named('release-fails-last'))).toEqual([]);
	expect(await syncStates()).toEqual({
		'paintbox-api': 'synced',
		'nanda-workers': 'synced',
		'paintbox-frontend': 'synced',
		gateway: 'synced',
	});
});

it('are in a preview that is made and removed', async () => {
	expect(await play(named('preview-close'))).toEqual([]);
});

it('are in one that fails, and whose program prints where its database is', async () => {
	let branch = '';
	const failures = await play({
		name: 'failed-preview',
		story: '',
		async play(actor) {
			const opened = await actor.pullRequests.open({
				touches: ['paintbox-api'],
				migration: secrets.failingMigration,
			});
			await actor.until('the comment says that it failed', (now) =>
				now.previews.comments.some(({ number, body }) => number === opened.number && body.includes('failed')),
			);
			branch = (await actor.look()).previews.databases.at(-1) ?? '';
			return { commits: {}, deliveries: opened.deliveries };
		},
		checks: () => [],
	});
	expect(failures).toEqual([]);
	expect(branch).not.toBe('');
	secrets.values.set("Neon password of the preview's database", await passwordOfBranch(branch));
});

it('and are in no database, log, item, comment or page', async () => {
	const places = await readPlaces(stack);
	// What must be found shows that the search finds something.
	expect(secretsIn(places, new Map([['the service', 'paintbox-api']]))).toEqual(
		expect.arrayContaining([
			"the service in n8n's executions",
			"the service in n8n's own files",
			'the service in Data Table slipway_deployments',
			'the service in Data Table slipway_previews',
			'the service in Redis',
			'the service in what github shows',
			'the service in what pagerduty shows',
			`the service in ${stack.n8n.webhookOrigin}/webhook/slipway-board`,
			'the service in pages of pull requests',
		]),
	);
	expect(secretsIn(places, secrets.values)).toEqual([]);
});
