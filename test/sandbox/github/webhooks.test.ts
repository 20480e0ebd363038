import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

import { fullName, repository, startGitHub, startReceiver } from './gitHubDriver';
import { startOctokit } from './octokitClient';

const SCHEMAS = resolve(__dirname, '../../../../shared/contracts/github/webhook-schemas.json');
const secret = 'a webhook secret of a test';
const hmac = (body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

type GitHub = Awaited<ReturnType<typeof startGitHub>>;
type Receiver = Awaited<ReturnType<typeof startReceiver>>;

describe('webhooks of the simulated GitHub', () => {
	let github: GitHub;
	let receiver: Receiver;
	beforeEach(async () => {
		github = await startGitHub({ timeoutMs: 2_000 });
		receiver = await startReceiver();
	});
	afterEach(async () => {
		const violations = github.violations();
		await github.close();
		await receiver.close();
		expect(violations).toEqual([]);
	});

	const createHook = async (parameters: object = {}) =>
		await github.octokit.call('repos.createWebhook', {
			...repository,
			events: ['push'],
			config: { url: receiver.url, content_type: 'json', secret },
			...parameters,
		});
	const hookId = async (parameters: object = {}) => ((await createHook(parameters)).data as { id: number }).id;
	const deliveries = async (hook_id: number, parameters: object = {}) =>
		(
			await github.octokit.all('repos.listWebhookDeliveries', {
				...repository,
				hook_id,
				per_page: 2,
				...parameters,
			})
		).data as Array<{ id: number; guid: string; redelivery: boolean; event: string; status_code: number }>;

	test('a new hook is pinged; its secret is never shown; its twin is refused', async () => {
		const created = await createHook();
		expect(created).toMatchObject({
			status: 201,
			data: { active: true, events: ['push'], config: { secret: '********' } },
		});
		const [ping] = await receiver.ofEvent('ping', 1);
		expect(ping?.headers['x-hub-signature-256']).toBe(hmac(ping?.body ?? ''));
		expect(await createHook()).toMatchObject({
			status: 422,
			data: { errors: [{ message: 'Hook already exists on this repository' }] },
		});
		expect(JSON.stringify([created, github.sandbox.state()])).not.toContain(secret);
		const hook_id = (created.data as { id: number }).id;
		const changed = await github.octokit.call('repos.updateWebhook', {
			...repository,
			hook_id,
			add_events: ['pull_request'],
		});
		expect(changed.data).toMatchObject({ events: ['pull_request', 'push'] });
		expect(await github.octokit.call('repos.deleteWebhook', { ...repository, hook_id })).toMatchObject({ status: 204 });
		expect(await github.octokit.call('repos.getWebhook', { ...repository, hook_id })).toMatchObject({ status: 404 });
	});

	test('a push reaches repository and organization hooks, signed over its bytes', async () => {
		await hookId();
		await github.octokit.call('orgs.createWebhook', {
			org: 'candlefish-ai',
			name: 'web',
			events: ['*'],
			config: { url: receiver.url, content_type: 'json', secret },
		});
		const pushed = await github.control('/push', { repository: fullName, scenario: 'bad-build' });
		const received = await receiver.ofEvent('push', 2);
		for (const { headers, body } of received) {
			expect(headers['x-hub-signature-256']).toBe(hmac(body));
			expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//);
			expect(JSON.parse(body)).toMatchObject({
				after: (pushed.body as { sha: string }).sha,
				commits: [{ added: ['.sandbox/build-fails'], modified: ['apps/paintbox/index.html'] }],
				repository: { full_name: fullName },
			});
		}
		expect(received.map(({ headers }) => headers['x-github-hook-installation-target-type'])).toEqual(
			expect.arrayContaining(['repository', 'organization']),
		);
		expect(received[0]?.body).not.toMatch(/Codertocat|octo-org|api\.github\.com/);
	});

	test('a redelivery carries the same GUID and body, by API and by control', async () => {
		const hook_id = await hookId();
		await receiver.ofEvent('ping', 1);
		const pushed = await github.control('/push', { repository: fullName });
		const { deliveryId } = pushed.body as { deliveryId: string };
		const original = (await deliveries(hook_id)).find(({ event }) => event === 'push');
		expect(original).toMatchObject({ guid: deliveryId, redelivery: false, status_code: 202 });
		expect(
			await github.octokit.call('repos.redeliverWebhookDelivery', {
				...repository,
				hook_id,
				delivery_id: original?.id,
			}),
		).toMatchObject({ status: 202 });
		await receiver.ofEvent('push', 2);
		await github.control(`/deliveries/${deliveryId}/redeliver`, {});
		const [first, second, third] = await receiver.ofEvent('push', 3);
		expect([second?.body, third?.body]).toEqual([first?.body, first?.body]);
		expect(third?.headers['x-github-delivery']).toBe(deliveryId);
		const listed = (await deliveries(hook_id)).filter(({ event }) => event === 'push');
		expect(listed.map(({ guid, redelivery }) => [guid, redelivery])).toEqual([
			[deliveryId, true],
			[deliveryId, true],
			[deliveryId, false],
		]);
		const one = await github.octokit.call('repos.getWebhookDelivery', {
			...repository,
			hook_id,
			delivery_id: listed[0]?.id,
		});
		expect(one.data).toMatchObject({
			status: 'OK',
			request: { headers: { 'X-GitHub-Delivery': deliveryId } },
			response: { payload: '{"accepted":true}' },
		});
	});

	test('a refused, a late and an unreachable delivery are recorded as failed and not repeated', async () => {
		const slow = await startReceiver({ delayMs: 20_000 });
		const refusing = await startReceiver({ status: 503 });
		try {
			const expected: Array<[string, number, string]> = [
				[refusing.url, 503, 'Invalid HTTP Response: 503'],
				[slow.url, 504, 'timed out'],
				['http://127.0.0.1:9/dead', 502, 'failed to connect to host'],
			];
			for (const [url, status_code, status] of expected) {
				const hook_id = await hookId({ config: { url, content_type: 'json', secret } });
				await github.control('/push', { repository: fullName });
				const failed = await deliveries(hook_id, { status: 'failure' });
				expect(failed.filter(({ event }) => event === 'push')).toMatchObject([{ status_code, status }]);
				await github.octokit.call('repos.deleteWebhook', { ...repository, hook_id });
			}
			expect(await refusing.ofEvent('push', 1)).toHaveLength(1);
		} finally {
			await slow.close();
			await refusing.close();
		}
	});

	test('deliveries are kept for three days', async () => {
		const hook_id = await hookId();
		await receiver.ofEvent('ping', 1);
		await github.control('/push', { repository: fullName });
		expect((await deliveries(hook_id)).length).toBeGreaterThan(0);
		github.clock.advance(3 * 86_400_000 + 1);
		expect(await deliveries(hook_id)).toEqual([]);
	});

	test.each([
		['valid', true],
		['forged', false],
		['tampered', false],
		['missing', false],
		['wrong-secret', false],
	])('control can send a delivery with a %s signature', async (signature, isGood) => {
		const answer = await github.control('/deliver', {
			url: receiver.url,
			secret,
			payload: { ref: 'refs/heads/main' },
			deliveryId: '11111111-2222-4333-8444-555555555555',
			signature,
		});
		expect(answer.body).toMatchObject({ statusCode: 202 });
		const [delivery] = await receiver.ofEvent('push', 1);
		expect(delivery?.headers['x-github-delivery']).toBe('11111111-2222-4333-8444-555555555555');
		expect(delivery?.headers['x-hub-signature-256'] === hmac(delivery?.body ?? '')).toBe(isGood);
	});

	test('a hook in form encoding gets the payload as a signed form field', async () => {
		await hookId({ config: { url: receiver.url, secret } });
		const [ping] = await receiver.ofEvent('ping', 1);
		expect(ping?.headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect(ping?.headers['x-hub-signature-256']).toBe(hmac(ping?.body ?? ''));
		const payload = new URLSearchParams(ping?.body).get('payload');
		expect(JSON.parse(payload ?? '')).toMatchObject({ hook: { type: 'Repository' } });
	});

	test('every event is sent in the shape GitHub documents', async () => {
		if (!existsSync(SCHEMAS)) return;
		const schemas = JSON.parse(readFileSync(SCHEMAS, 'utf8')) as {
			definitions: Record<string, object>;
		};
		const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
		addFormats.default(ajv);
		ajv.addFormat('uri', (text: string) => URL.canParse(text));
		ajv.addSchema({ ...schemas, $id: 'webhooks' });

		await hookId({ events: ['*'] });
		await github.control('/push', { repository: fullName });
		await github.control('/push', { repository: fullName, branch: 'change' });
		await github.control('/pull-requests', { repository: fullName, branch: 'change' });
		await github.control('/push', { repository: fullName, branch: 'change', forced: true });
		await github.control('/pull-requests', { repository: fullName, action: 'closed', number: 1 });
		await github.control('/pull-requests', { repository: fullName, branch: 'other', fork: true });
		await github.control('/workflow-runs', { repository: fullName });
		github.clock.advance(100_000);
		const deployment = await github.octokit.call('repos.createDeployment', {
			...repository,
			ref: 'main',
			required_contexts: [],
		});
		await github.octokit.call('repos.createDeploymentStatus', {
			...repository,
			deployment_id: (deployment.data as { id: number }).id,
			state: 'success',
		});
		const head = await github.octokit.call('repos.getCommit', { ...repository, ref: 'main' });
		await github.octokit.call('repos.createCommitStatus', {
			...repository,
			sha: (head.data as { sha: string }).sha,
			state: 'success',
		});
		await github.octokit.call('repos.createRelease', { ...repository, tag_name: 'v2' });
		await github.octokit.call('repos.createDispatchEvent', {
			...repository,
			event_type: 'deploy-service',
			client_payload: { service: 'paintbox' },
		});
		const comment = { ...repository, issue_number: 1, body: 'one' };
		const made = await github.octokit.call('issues.createComment', comment);
		const comment_id = (made.data as { id: number }).id;
		await github.octokit.call('issues.updateComment', { ...repository, comment_id, body: 'two' });
		await github.octokit.call('issues.deleteComment', { ...repository, comment_id });
		await github.octokit.call('actions.createWorkflowDispatch', {
			...repository,
			workflow_id: 'deploy.yml',
			ref: 'main',
		});
		const app = startOctokit(`${github.sandbox.origin}/github`, 'sandbox-github-app-token');
		const check = { ...repository, name: 'slipway', head_sha: (head.data as { sha: string }).sha };
		await app.call('checks.create', { ...check, conclusion: 'success' });
		await app.close();
		await github.octokit.call('git.deleteRef', { ...repository, ref: 'heads/change' });
		await github.control('/registry-packages', { repository: fullName, tag: '1.2.3' });

		const expected: Record<string, number> = {
			create: 2,
			delete: 1,
			issue_comment: 3,
			check_run: 2,
			workflow_dispatch: 1,
			ping: 1,
			push: 4,
			pull_request: 4,
			workflow_run: 3,
			deployment: 1,
			deployment_status: 1,
			status: 1,
			release: 3,
			repository_dispatch: 1,
			registry_package: 1,
		};
		for (const [event, count] of Object.entries(expected)) {
			const received = await receiver.ofEvent(event, count);
			const name = [`${event}$event`, `${event}_event`].find((key) => key in schemas.definitions);
			for (const { body } of received) {
				const payload: unknown = JSON.parse(body);
				expect(payload).toMatchObject({
					repository: { full_name: fullName },
					sender: { login: expect.any(String) },
				});
				expect(body).not.toMatch(/Codertocat|octo-org|"installation":/);
				if (name === undefined) continue;
				const validate = ajv.getSchema(`webhooks#/definitions/${encodeURIComponent(name)}`);
				expect(validate).toBeDefined();
				validate?.(payload);
				// The schema was drawn from an app's deliveries; a repository's hook has no installation.
				const wrong = (validate?.errors ?? []).filter(
					({ params }) => !('missingProperty' in params && params['missingProperty'] === 'installation'),
				);
				const problems = wrong.map(
					(error) => `${event}${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
				);
				expect(problems.slice(0, 6)).toEqual([]);
			}
		}
	});
});
