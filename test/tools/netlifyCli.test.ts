import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createScaledClock } from '../../sandbox/kernel/clock';
import { isRecord } from '../../tools/json';
import { ensureN8n } from '../../tools/n8n/runtime';
import { ensureNetlifyCli, type NetlifyCliRun, runNetlifyCli } from '../../tools/netlifyCli';
import { type NetlifySandboxDriver, startNetlify } from '../sandbox/netlify/netlifySandboxDriver';

/**
 * Netlify's own command-line tool, as it comes from npm, on our Netlify sandbox: whatever it reads
 * and writes there, it reads and writes at Netlify. The first run installs it, in about a minute.
 */
const paintboxId = '7a1e0001-5b0c-4c1f-9d00-000000000001';
const seededDeploy = '7a1e0001d00000000000a001';

let netlify: NetlifySandboxDriver;
let folder: string;
let entry: string;
let nodeBinary: string;

beforeAll(async () => {
	entry = await ensureNetlifyCli();
	nodeBinary = (await ensureN8n()).nodeBinary;
	netlify = await startNetlify(createScaledClock(40));
	folder = await mkdtemp(join(tmpdir(), 'slipway-netlify-cli-'));
	await put('site/index.html', '<h1>Paintbox, from the command line</h1>');
	await put('site/css/site.css', 'h1{color:teal}');
	await put('functions/hello.js', 'exports.handler = async () => ({ statusCode: 200, body: "hello" });');
}, 900_000);

afterAll(async () => {
	await rm(folder, { recursive: true, force: true });
	await netlify.close();
});

async function put(name: string, text: string): Promise<void> {
	await mkdir(join(folder, name, '..'), { recursive: true });
	await writeFile(join(folder, name), text);
}

async function run(words: readonly string[], token = 'sandbox-netlify-token'): Promise<NetlifyCliRun> {
	return await runNetlifyCli({
		nodeBinary,
		entry,
		words,
		workingFolder: folder,
		apiUrl: `${netlify.sandbox.origin}/netlify/api/v1`,
		token,
		siteId: paintboxId,
	});
}

/** What a run that must end well printed. */
async function said(...words: string[]): Promise<string> {
	const { exitCode, output } = await run(words);
	if (exitCode !== 0) throw new Error(`netlify ${words.join(' ')} ended with ${exitCode}: ${output}`);
	return output;
}

/** The JSON that a run printed. */
async function json(...words: string[]): Promise<unknown> {
	const output = await said(...words);
	return JSON.parse(output.slice(output.search(/[[{]/))) as unknown;
}

async function api(operation: string, parameters: object): Promise<unknown> {
	const output = await said('api', operation, '--data', JSON.stringify(parameters));
	return output.trim() === '' ? null : (JSON.parse(output) as unknown);
}

const textOf = (value: unknown, name: string): string => (isRecord(value) ? String(value[name]) : '');
const page = async () => (await netlify.visit('/sites/paintbox/')).text;
const published = async () => (await netlify.api('GET', `/sites/${paintboxId}`)).body.published_deploy;
const sent = (path: RegExp) =>
	netlify.sandbox.requests({ platform: 'netlify' }).filter((request) => path.test(request.path));

const deploySite = ['deploy', '--no-build', '--dir', 'site', '--json'];

describe('netlify, unmodified', () => {
	it('knows whose token it has, and the site', async () => {
		const words = await said('status');
		expect(words).toMatch(/operator@candlefish\.ai[\s\S]*Candlefish[\s\S]*paintbox/);
	});

	it('lists the sites', async () => {
		const sites = await json('sites:list', '--json');
		expect(Array.isArray(sites) && sites.map((site) => textOf(site, 'name')).sort()).toEqual([
			'crown-trophy',
			'paintbox',
			'promoteros',
		]);
	});

	it('deploys a folder, and then only what changed in it', async () => {
		const first = await json(...deploySite, '--prod');
		expect(await page()).toContain('from the command line');
		expect(await published()).toMatchObject({ id: textOf(first, 'deploy_id') });
		await put('site/css/site.css', 'h1{color:navy}');
		const second = await json(...deploySite, '--prod');
		expect(
			sent(new RegExp(`/deploys/${textOf(second, 'deploy_id')}/files/`)).map(({ path }) => path.split('/files/')[1]),
		).toEqual(['css/site.css']);
		expect((await netlify.visit('/sites/paintbox/css/site.css')).text).toBe('h1{color:navy}');
	});

	it('deploys a function, which it bundles itself', async () => {
		const deploy = await json(...deploySite, '--prod', '--functions', 'functions');
		expect(await published()).toMatchObject({ id: textOf(deploy, 'deploy_id'), available_functions: [{ n: 'hello' }] });
		expect((await netlify.visit('/sites/paintbox/.netlify/functions/hello')).status).toBe(200);
	});

	it('makes a draft that leaves the site as it is', async () => {
		const before = await published();
		await put('site/index.html', '<h1>A draft</h1>');
		const draft = await json(...deploySite, '--alias', 'try-it');
		expect(await published()).toMatchObject({ id: textOf(before, 'id') });
		expect((await netlify.visit(new URL(textOf(draft, 'deploy_url')).pathname)).text).toContain('A draft');
	});

	it('does not deploy to a locked site', async () => {
		const live = textOf(await published(), 'id');
		expect(await api('lockDeploy', { deploy_id: live })).toMatchObject({ locked: true });
		const refused = await run([...deploySite, '--prod']);
		expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining('locked') as unknown });
		expect(await published()).toMatchObject({ id: live });
		await api('unlockDeploy', { deploy_id: live });
		expect(await published()).not.toMatchObject({ locked: true });
	});

	it('goes back to the deploy before, and to any other', async () => {
		const deploys = await api('listSiteDeploys', { site_id: paintboxId });
		const production = (Array.isArray(deploys) ? deploys : []).filter(
			(deploy) => textOf(deploy, 'context') === 'production',
		);
		expect(production.map((deploy) => textOf(deploy, 'id'))).toContain(seededDeploy);
		await api('rollbackSiteDeploy', { site_id: paintboxId });
		expect(await published()).toMatchObject({ id: textOf(production[1], 'id') });
		await api('restoreSiteDeploy', { site_id: paintboxId, deploy_id: seededDeploy });
		expect(await published()).toMatchObject({ id: seededDeploy });
	});

	it('builds when told to, and waits for it', async () => {
		const sha = netlify.commit('candlefish-ai/candlefish', { 'apps/paintbox/news.txt': 'built' });
		await said('deploy', '--trigger', '--prod');
		// Netlify's own wait: until no deploy is under way.
		await said('watch');
		expect(await published()).toMatchObject({ commit_ref: sha, state: 'ready' });
	});

	it('makes, lists and deletes a build hook', async () => {
		const hook = await api('createSiteBuildHook', { site_id: paintboxId, body: { title: 'CI', branch: 'main' } });
		expect(hook).toMatchObject({ title: 'CI', branch: 'main' });
		expect(await api('listSiteBuildHooks', { site_id: paintboxId })).toEqual([hook]);
		await api('deleteSiteBuildHook', { site_id: paintboxId, id: textOf(hook, 'id') });
		expect(await api('listSiteBuildHooks', { site_id: paintboxId })).toEqual([]);
	});

	it('sets, reads and unsets a variable of a context, and leaves the others', async () => {
		await said('env:set', 'API_URL', 'https://live.example', '--context', 'production');
		await said('env:set', 'API_URL', 'https://preview.example', '--context', 'deploy-preview');
		expect((await said('env:get', 'API_URL', '--context', 'production')).trim()).toBe('https://live.example');
		expect(await json('env:list', '--context', 'deploy-preview', '--json')).toEqual({
			API_URL: 'https://preview.example',
		});
		await said('env:unset', 'API_URL', '--context', 'production');
		expect(await json('env:list', '--context', 'production', '--json')).toEqual({});
		expect(await json('env:list', '--context', 'deploy-preview', '--json')).toEqual({
			API_URL: 'https://preview.example',
		});
	});

	it('sets a secret, which it then cannot read', async () => {
		await said(
			'env:set',
			'SIGNING_KEY',
			'planted-secret-value',
			'--secret',
			'--context',
			'production',
			'--scope',
			'functions',
		);
		expect(await said('env:list', '--context', 'production', '--scope', 'functions', '--json')).not.toContain(
			'planted-secret-value',
		);
	});

	it('makes a site and deletes it', async () => {
		expect(
			await json(
				'sites:create',
				'--name',
				'made-by-cli',
				'--account-slug',
				'candlefish',
				'--disable-linking',
				'--json',
			),
		).toMatchObject({ name: 'made-by-cli' });
		await said('sites:delete', 'made-by-cli', '--force');
		expect((await netlify.api('GET', '/sites/made-by-cli')).status).toBe(404);
	});

	it('is told of a wrong token as by Netlify', async () => {
		const refused = await run(['api', 'getSite', '--data', JSON.stringify({ site_id: paintboxId })], 'wrong-token');
		expect(refused.exitCode).toBe(1);
		expect(refused.output).toMatch(/Unauthorized|401/i);
	});

	it("asked nothing that Netlify's contract does not have", () => {
		// Netlify takes both spellings of this scope; its API's description has the other.
		expect(netlify.violations().filter((text) => !text.includes('env -> 201: request body /0/scopes/3'))).toEqual([]);
		expect(sent(/./).filter(({ status }) => (status ?? 0) >= 500)).toEqual([]);
	});
});
