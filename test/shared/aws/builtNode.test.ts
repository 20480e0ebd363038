import { build } from 'esbuild';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { bundleOptions } from '../../../tools/bundleOptions';
import { runNode } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

// The bundle takes the AWS SDK's variant for browsers, and stand-ins for its globals: that what is
// shipped works has to be seen on what is shipped.
const clock = useManualClock();
const root = path.resolve(__dirname, '../../..');
const outdir = mkdtempSync(path.join(root, 'node_modules/.slipway-built-'));
const entryPoints = ['AwsEcs', 'AwsS3', 'AwsSecretsManager'].map((name) => `nodes/${name}/${name}.node.ts`);
let sandbox: Sandbox;

beforeAll(async () => {
	await build(bundleOptions(entryPoints, outdir));
	sandbox = await startSandbox({ clock, platforms: [createAwsPlatform] });
});
afterAll(async () => {
	await sandbox.close();
	rmSync(outdir, { recursive: true, force: true });
});

function builtFile(name: string): string {
	return path.join(outdir, `nodes/${name}/${name}.node.js`);
}

function builtNode(name: string): INodeType {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a built file is what n8n requires
	const built = require(builtFile(name)) as Record<string, new () => INodeType>;
	const Node = built[name];
	if (!Node) throw new Error(`The built ${name} exports no such class`);
	return new Node();
}

async function run(name: string, parameters: INodeParameters) {
	const named = (value: string) => ({ __rl: true, mode: 'name', value });
	return await runNode({
		node: builtNode(name),
		parameters: {
			cluster: named('candlefish'),
			service: named('nanda-workers'),
			secret: named('candlefish/production/signing-keystore'),
			...parameters,
		},
		credentials: [
			{
				type: new SlipwayAwsApi(),
				data: {
					region: 'us-east-1',
					accessKeyId: 'AKIASANDBOX00000000',
					secretAccessKey: 'sandbox-aws-secret-access-key',
					assumeRoleArn: 'arn:aws:iam::123456789012:role/deployer',
					baseUrl: `${sandbox.origin}/aws`,
				},
			},
		],
	});
}

it.each(['AwsEcs', 'AwsS3', 'AwsSecretsManager'])('keeps %s under 600 kB', (name) => {
	expect(statSync(builtFile(name)).size).toBeLessThan(600_000);
});

it("deploys with a role's keys: signatures, XML, JSON and times", async () => {
	const [item] = await run('AwsEcs', {
		resource: 'service',
		operation: 'deploy',
		waitForCompletion: false,
		images: { image: [{ container: 'nanda-workers', image: 'registry.example.com/nanda-workers:main-1a2b3c4' }] },
	});
	expect(item?.json).toMatchObject({
		version: 'nanda-workers:4',
		commit: '1a2b3c4',
		createdAt: expect.stringMatching(/^20\d\d-/),
	});
	clock.advance(600_000);
	const [waited] = await run('AwsEcs', { resource: 'service', operation: 'wait' });
	expect(waited?.json).toMatchObject({ verified: true, live: true, version: 'nanda-workers:4' });
	const tasks = await run('AwsEcs', { resource: 'task', operation: 'getMany', filters: { service: 'nanda-workers' } });
	const [log] = await run('AwsEcs', {
		resource: 'task',
		operation: 'logTail',
		task: { __rl: true, mode: 'id', value: String(tasks[0]?.json.id) },
	});
	expect(log?.json).toMatchObject({ logGroup: expect.stringMatching(/^\/ecs\//) });
});

it("knows the SDK's errors by their names", async () => {
	await expect(
		run('AwsEcs', { resource: 'service', operation: 'get', cluster: { __rl: true, mode: 'name', value: 'nowhere' } }),
	).rejects.toThrow(/refused DescribeServices \(ClusterNotFoundException\)/);
});

it('reads a binary secret', async () => {
	const [item] = await run('AwsSecretsManager', { resource: 'secret', operation: 'get', reveal: true });
	expect(Buffer.from(String(item?.json.value), 'base64').toString()).toBe('sandbox-keystore\u0000\u0001\u0002');
});

it('writes an object, reads its bytes and the names of errors, and knows a bucket of another region', async () => {
	const at = (bucket: string) => ({
		resource: 'object',
		bucket: { __rl: true, mode: 'name', value: bucket },
		key: { __rl: true, mode: 'key', value: 'built/a b.txt' },
	});
	const put = { ...at('candlefish-backups'), operation: 'put', contentFrom: 'text', text: 'h\u00e9llo' };
	const [written] = await run('AwsS3', put);
	expect(written?.json).toMatchObject({ sizeBytes: 6, checksum: { algorithm: 'SHA256' } });
	const [read] = await run('AwsS3', { ...at('candlefish-backups'), operation: 'get', output: 'text' });
	expect(read?.json).toMatchObject({ text: 'h\u00e9llo', sha256: written?.json.sha256, verifiedBy: 'SHA256' });
	const copy = {
		...at('candlefish-backups'),
		operation: 'copy',
		targetBucket: { __rl: true, mode: 'name', value: 'candlefish-assets' },
	};
	expect((await run('AwsS3', copy))[0]?.json).toMatchObject({ sha256: written?.json.sha256, verifiedBy: 'SHA256' });
	const [presigned] = await run('AwsS3', { ...at('candlefish-assets'), operation: 'presign' });
	expect(await (await fetch(String(presigned?.json.url))).text()).toBe('h\u00e9llo');
	const [deleted] = await run('AwsS3', { ...at('candlefish-assets'), operation: 'delete' });
	expect(deleted?.json).toMatchObject({ isChanged: true });
	const [listed] = await run('AwsS3', {
		...at('candlefish-backups'),
		operation: 'getMany',
		prefix: 'built/',
		limit: 5,
	});
	expect(listed?.json).toMatchObject({ key: 'built/a b.txt' });
	await expect(run('AwsS3', { ...at('candlefish-archive-eu'), operation: 'head' })).rejects.toThrow(/eu-west-1/);
	await expect(run('AwsS3', { ...at('nobodys'), operation: 'getMany' })).rejects.toThrow(/\(NoSuchBucket\)/);
	await expect(run('AwsS3', { ...at('candlefish-assets'), operation: 'head' })).rejects.toThrow(/has no object/);
});
