import { build } from 'esbuild';
import { zipSync } from 'fflate';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

import { SlipwayFlyApi } from '../../credentials/SlipwayFlyApi.credentials';
import { SlipwayNetlifyApi } from '../../credentials/SlipwayNetlifyApi.credentials';
import { createFlyPlatform } from '../../sandbox/fly/index';
import { createScaledClock } from '../../sandbox/kernel/clock';
import { startSandbox, type Sandbox } from '../../sandbox/kernel/sandbox';
import { createNetlifyPlatform } from '../../sandbox/netlify/index';
import { bundleOptions } from '../../tools/bundleOptions';
import { runNode, type NodeRun } from '../n8n/nodeHarness';

// Two minifiers have been over what ships: that it still does what its source does is seen on itself.
const root = path.resolve(__dirname, '../..');
const outdir = mkdtempSync(path.join(root, 'node_modules/.slipway-built-'));
let sandbox: Sandbox;

beforeAll(async () => {
	await build(bundleOptions(['nodes/Fly/Fly.node.ts', 'nodes/Netlify/NetlifyDeployments.node.ts'], outdir));
	sandbox = await startSandbox({
		clock: createScaledClock(20),
		platforms: [createFlyPlatform, createNetlifyPlatform],
	});
});
afterAll(async () => {
	await sandbox.close();
	rmSync(outdir, { recursive: true, force: true });
});

function builtNode(name: string): INodeType {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a built file is what n8n requires
	const built = require(
		path.join(outdir, name === 'Fly' ? 'nodes/Fly/Fly.node.js' : `nodes/Netlify/${name}.node.js`),
	) as Record<string, new () => INodeType>;
	const Node = built[name];
	if (!Node) throw new Error(`The built ${name} exports no such class`);
	return new Node();
}

const named = (value: string): INodeParameters => ({ __rl: true, mode: 'name', value });

async function run(name: string, run: Pick<NodeRun, 'parameters' | 'items'>) {
	const { origin } = sandbox;
	const [item] = await runNode({
		...run,
		node: builtNode(name),
		credentials: [
			{
				type: new SlipwayFlyApi(),
				data: {
					accessToken: 'sandbox-fly-token',
					organization: 'candlefish',
					baseUrl: `${origin}/fly`,
					graphqlUrl: `${origin}/fly/graphql`,
				},
			},
			{
				type: new SlipwayNetlifyApi(),
				data: { accessToken: 'sandbox-netlify-token', baseUrl: `${origin}/netlify/api/v1` },
			},
		],
	});
	return item?.json;
}

it.each(['changedFiles', 'zip'])('Netlify Deployments unpacks, packs and deploys files (%s)', async (uploadMethod) => {
	const archive = zipSync({
		'index.html': Buffer.from(`<h1>${uploadMethod}</h1>`.repeat(20)),
		'./a.css': Buffer.from('a{}'),
	});
	const release = await run('NetlifyDeployments', {
		parameters: {
			resource: 'deploy',
			operation: 'deployFiles',
			site: named('paintbox'),
			filesFrom: 'zip',
			uploadMethod,
		},
		items: [
			{ json: {}, binary: { data: { data: Buffer.from(archive).toString('base64'), mimeType: 'application/zip' } } },
		],
	});
	expect(release).toMatchObject({ verified: true, live: true, files: 2 });
	const page = await fetch(`${sandbox.origin}/sites/paintbox/`);
	expect(await page.text()).toContain(`<h1>${uploadMethod}</h1>`);
});

it("Netlify Deployments tells a failed build by Netlify's words", async () => {
	sandbox.services.repositories.commit('candlefish-ai/candlefish', 'main', {
		message: 'Break it',
		files: { '.sandbox/build-fails': 'Cannot find module "paint"' },
	});
	const failing = run('NetlifyDeployments', {
		parameters: { resource: 'deploy', operation: 'triggerBuild', site: named('paintbox') },
	});
	await expect(failing).rejects.toThrow('Cannot find module "paint"');
});

it('Fly deploys an image to every machine, and to none when it does not pull', async () => {
	const deploy = (tag: string) =>
		run('Fly', {
			parameters: {
				resource: 'release',
				operation: 'deployImage',
				app: named('paintbox-api'),
				strategy: 'immediate',
				image: named(`registry.fly.io/paintbox-api:${tag}`),
				options: { smokeWatchSeconds: 0 },
			},
		});
	expect(await deploy('v2')).toMatchObject({ verified: true, state: 'live', undo: 'notNeeded' });
	await expect(deploy('no-pull')).rejects.toThrow('rolled it back to the image it had');
});
