import { createServer } from 'node:http';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GitHubDeployTrigger } from '../../../../nodes/GitHub/GitHubDeployTrigger.node';
import { token, webhookSecret, useGitHub } from '../gitHubDriver';
import { createHookHarness } from '../../../n8n/webhookHarness';
import { sign } from './triggerDriver';

const github = useGitHub({ checked: 11 });

const onRepository: INodeParameters = {
	registerOn: 'repository',
	repository: { __rl: true, mode: 'name', value: 'candlefish-ai/paintbox' },
	events: ['push', 'pull_request'],
};
const hooksPath = '/repos/candlefish-ai/paintbox/hooks';

function harness(
	parameters: INodeParameters = onRepository,
	options: {
		readonly credential?: Readonly<Record<string, string>>;
		readonly staticData?: IDataObject;
		readonly webhookBaseUrl?: string;
	} = {},
) {
	return createHookHarness({
		node: new GitHubDeployTrigger(),
		parameters,
		credentials: [github.credential(options.credential)],
		...options,
	});
}

it('is not published with filters that cannot be read', async () => {
	const { checkExists } = harness({ ...onRepository, filters: { includePaths: 'app/[slug]/**, src/*.@(js|ts)' } });
	await expect(checkExists()).rejects.toMatchObject({
		message:
			'The filters cannot be read. Include Paths: the glob "src/*.@(js|ts)" has "@(", which is not read as a shell would',
		description: expect.stringContaining('{a,b}') as unknown,
	});
	expect(await hooks()).toEqual([]);
});

async function hooks(path = hooksPath): Promise<IDataObject[]> {
	return (await github.api('GET', path)) as IDataObject[];
}

/**
 * What a delivery of this hook is signed with, as far as one of `secrets` fits: GitHub reveals it to nobody, so
 * a real delivery is caught and checked.
 */
async function secretOf(hookId: unknown, secrets: readonly string[]): Promise<string | undefined> {
	let fitting: string | undefined;
	const receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			fitting = secrets.find((secret) => sign(secret, body) === request.headers['x-hub-signature-256']);
			response.end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	const address = receiver.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	await github.control('deliver', { hookId, url: `http://127.0.0.1:${port}/`, event: 'push', payload: { a: 1 } });
	await new Promise((resolve) => receiver.close(resolve));
	return fitting;
}

it('creates, keeps and removes the webhook of a repository', async () => {
	const node = harness();
	expect(await node.checkExists()).toBe(false);
	await node.create();
	const [hook, ...others] = await hooks();
	expect(others).toEqual([]);
	expect(hook).toMatchObject({
		active: true,
		events: ['pull_request', 'push'],
		config: { url: node.webhookUrl, content_type: 'json', insecure_ssl: '0', secret: '********' },
	});
	expect(await node.checkExists()).toBe(true);
	expect(await hooks()).toHaveLength(1);
	await node.delete();
	expect(await hooks()).toEqual([]);
	expect(node.staticData).toEqual({});
	await node.delete();
});

it('keeps no secret in the workflow', async () => {
	const node = harness();
	await node.activate();
	expect(JSON.stringify(node.staticData)).not.toContain(webhookSecret);
	expect(JSON.stringify(node.staticData)).not.toContain(token);
});

it('creates one for an organization', async () => {
	const node = harness({ registerOn: 'organization', organization: 'candlefish-ai', events: ['release'] });
	await node.activate();
	expect(await hooks('/orgs/candlefish-ai/hooks')).toMatchObject([
		{ events: ['release'], config: { url: node.webhookUrl } },
	]);
	expect(await hooks()).toEqual([]);
	await node.delete();
	expect(await hooks('/orgs/candlefish-ai/hooks')).toEqual([]);
});

it('accepts the secret with a comma that a person registered long ago', async () => {
	const node = harness(
		{ registerOn: 'manual', events: ['push'] },
		{ credential: { webhookSecret: 'a-secret-of-ours,with-a-comma' } },
	);
	expect(await node.checkExists()).toBe(true);
});

it('leaves GitHub alone when the person registered it', async () => {
	const node = harness({ registerOn: 'manual', events: ['push'] });
	expect(await node.checkExists()).toBe(true);
	await node.delete();
	expect(github.sandbox.requests({ platform: 'github' })).toEqual([]);
});

it('adopts a webhook with its address only by rewriting it, and never deletes it', async () => {
	const node = harness();
	await github.api('POST', hooksPath, {
		config: { url: node.webhookUrl, content_type: 'form', secret: 'of-somebody-else' },
		events: ['issues'],
		active: false,
	});
	await node.activate();
	expect(await hooks()).toMatchObject([
		{ active: true, events: ['pull_request', 'push'], config: { content_type: 'json', url: node.webhookUrl } },
	]);
	const [adopted] = await hooks();
	expect(await secretOf(adopted?.id, ['of-somebody-else', webhookSecret])).toBe(webhookSecret);
	await node.delete();
	expect(await hooks()).toMatchObject([{ active: false, config: { url: node.webhookUrl } }]);
});

it('leaves the webhooks of others as they are', async () => {
	await github.api('POST', hooksPath, { config: { url: 'https://elsewhere.test/hook' }, events: ['push'] });
	const settings = async () =>
		(await hooks()).map(({ id, active, config, events, updated_at: updatedAt }) => ({
			id,
			active,
			config,
			events,
			updatedAt,
		}));
	const before = await settings();
	const node = harness();
	await node.activate();
	await node.delete();
	expect(await settings()).toEqual(before);
});

it('moves its own webhook along when n8n moves to another address', async () => {
	const first = harness();
	await first.activate();
	const moved = harness(onRepository, { staticData: first.staticData, webhookBaseUrl: 'https://moved.test/webhook' });
	await moved.activate();
	expect(await hooks()).toMatchObject([{ config: { url: moved.webhookUrl } }]);
	expect(moved.webhookUrl).toContain('moved.test');
	await moved.delete();
	expect(await hooks()).toEqual([]);
});

it('writes a changed secret into its webhook when it is published again', async () => {
	const node = harness();
	await node.activate();
	const rotated = harness(onRepository, {
		staticData: node.staticData,
		credential: { webhookSecret: 'the-new-secret-of-ours', previousWebhookSecrets: webhookSecret },
	});
	await rotated.activate();
	const [hook] = await hooks();
	expect(await secretOf(hook?.id, [webhookSecret, 'the-new-secret-of-ours'])).toBe('the-new-secret-of-ours');
	expect(await hooks()).toHaveLength(1);
});

describe('a webhook that could not be removed', () => {
	const elsewhere: INodeParameters = {
		...onRepository,
		repository: { __rl: true, mode: 'name', value: 'candlefish-ai/promoteros' },
	};
	const elsewherePath = '/repos/candlefish-ai/promoteros/hooks';
	const refuse = (path: string) =>
		github.sandbox.addFault({
			platform: 'github',
			method: 'DELETE',
			path,
			kind: 'status',
			status: 403,
			body: { message: 'Must have admin rights to Repository.' },
			times: 'always',
		});

	it('is removed when the workflow is published for another target', async () => {
		const node = harness();
		await node.activate();
		const fault = refuse(hooksPath);
		await expect(node.delete()).rejects.toThrow('admin rights');
		github.sandbox.removeFault(fault);
		const moved = harness(elsewhere, { staticData: node.staticData });
		await moved.activate();
		expect(await hooks()).toEqual([]);
		expect(await hooks(elsewherePath)).toHaveLength(1);
		await moved.delete();
		expect(await hooks(elsewherePath)).toEqual([]);
		expect(moved.staticData).toEqual({});
	});

	it('is remembered over several targets until it can be removed', async () => {
		const node = harness();
		await node.activate();
		const faults = [refuse(hooksPath), refuse(elsewherePath)];
		await expect(node.delete()).rejects.toThrow('admin rights');
		const moved = harness(elsewhere, { staticData: node.staticData });
		await moved.activate();
		await expect(moved.delete()).rejects.toThrow('admin rights');
		const again = harness(
			{ registerOn: 'organization', organization: 'candlefish-ai', events: ['push'] },
			{ staticData: moved.staticData },
		);
		await again.activate();
		expect([await hooks(), await hooks(elsewherePath)].flat()).toHaveLength(2);
		faults.forEach((fault) => github.sandbox.removeFault(fault));
		await again.delete();
		expect([await hooks(), await hooks(elsewherePath), await hooks('/orgs/candlefish-ai/hooks')].flat()).toEqual([]);
		expect(again.staticData).toEqual({});
	});

	it("is this node's again when the workflow returns to its target", async () => {
		const node = harness();
		await node.activate();
		const fault = refuse(hooksPath);
		await expect(node.delete()).rejects.toThrow('admin rights');
		const moved = harness(elsewhere, { staticData: node.staticData });
		await moved.activate();
		github.sandbox.removeFault(fault);
		const back = harness(onRepository, { staticData: moved.staticData });
		await back.activate();
		expect(await hooks()).toHaveLength(1);
		expect(await hooks(elsewherePath)).toEqual([]);
		await back.delete();
		expect(await hooks()).toEqual([]);
	});

	it('is removed when the person registers the next one by hand', async () => {
		const node = harness();
		await node.activate();
		const byHand = harness({ registerOn: 'manual', events: ['push'] }, { staticData: node.staticData });
		expect(await byHand.checkExists()).toBe(true);
		expect(await hooks()).toEqual([]);
	});
});

it.each(['lostReply', 'malformed', 'reset', 'status'] as const)(
	'creates one webhook where an answer is lost (%s)',
	async (kind) => {
		github.sandbox.addFault({
			platform: 'github',
			method: 'POST',
			path: hooksPath,
			kind,
			...(kind === 'status' && { status: 502 }),
		});
		const node = harness();
		await node.activate();
		expect(await hooks()).toHaveLength(1);
		await node.delete();
		expect(await hooks()).toEqual([]);
	},
);

describe('refuses to be published, and says what to do,', () => {
	async function failure(
		parameters: INodeParameters,
		credential: Readonly<Record<string, string>> = {},
	): Promise<{ message: string; description: string }> {
		const error: unknown = await harness(parameters, { credential })
			.activate()
			.then(
				() => undefined,
				(thrown: unknown) => thrown,
			);
		expect(error).toBeInstanceOf(Error);
		const { message, description } = error as Error & { description?: string };
		expect(`${message} ${description}`).not.toContain(token);
		return { message, description: description ?? '' };
	}

	it.each(['repository', 'organization', 'manual'])('without a secret (%s)', async (registerOn) => {
		const { message, description } = await failure(
			{ ...onRepository, organization: 'candlefish-ai', registerOn },
			{ webhookSecret: '', previousWebhookSecrets: 'an-older-one-of-ours' },
		);
		expect(message).toContain('no webhook secret');
		expect(description).toContain('Webhook Secret');
		expect(github.sandbox.requests({ platform: 'github' })).toEqual([]);
	});

	it.each([
		'fifteen-letters',
		'a-secret-of-ours,with-a-comma',
		'a-secret-of-ours\nin-two-lines',
		' a-secret-after-white-space',
	])('with the secret "%s"', async (secret) => {
		const { message, description } = await failure(onRepository, { webhookSecret: secret });
		expect(message).toMatch(/shorter than 16|comma or a line break/);
		expect(`${message} ${description}`).not.toContain(secret);
		expect(description).toContain('at least 16');
		expect(github.sandbox.requests({ platform: 'github' })).toEqual([]);
	});

	it('with a wrong token', async () => {
		const { message, description } = await failure(onRepository, { accessToken: 'wrong-token' });
		expect(message).toContain('Bad credentials');
		expect(description).toContain('access token');
	});

	it('on an unknown repository', async () => {
		const { message, description } = await failure({
			...onRepository,
			repository: { __rl: true, mode: 'name', value: 'candlefish-ai/nothing' },
		});
		expect(message).toContain('404');
		expect(description).toContain('private repositories answer 404');
	});

	it('without a repository that reads as one', async () => {
		const { message, description } = await failure({
			...onRepository,
			repository: { __rl: true, mode: 'name', value: 'paintbox' },
		});
		expect(message).toContain('paintbox');
		expect(description).toContain('owner/name');
	});

	it('with a token that may not make webhooks', async () => {
		const { message, description } = await failure(onRepository, { accessToken: 'sandbox-github-readonly-token' });
		expect(message).toContain('403');
		expect(description).toContain('Webhooks');
	});
});
