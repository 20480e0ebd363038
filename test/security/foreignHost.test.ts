import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';

import { replaceClock } from '../../nodes/shared/waiting/clock';
import { runListSearch, runNode, type TestCredential } from '../n8n/nodeHarness';
import { createHookHarness } from '../n8n/webhookHarness';
import { allCredentials, allNodes } from '../nodeClasses';
import { choicesOf, filledParameters } from './anyParameters';
import { startForeignHost, type ForeignHost } from './foreignHost';

const secret = 'planted-credential-4711';

let host: ForeignHost;
let restoreClock: () => void;

beforeAll(async () => {
	host = await startForeignHost();
});
afterAll(async () => await host.close());
beforeEach(() => {
	let nowMs = Date.UTC(2026, 10, 27);
	restoreClock = replaceClock({
		now: () => nowMs,
		sleep: async (durationMs) => {
			nowMs += Math.max(1, durationMs);
		},
		random: () => 0.5,
	});
});
afterEach(() => restoreClock());

/** Every address of a credential is the platform's, every other field a planted secret. */
function planted(type: ICredentialType): TestCredential {
	const data: ICredentialDataDecryptedObject = Object.fromEntries(
		type.properties.map(({ name, default: fallback }) => [
			name,
			/url$/i.test(name) ? host.home : fallback === '' ? `${secret}-${name}` : (fallback as string),
		]),
	);
	return { type, data: { ...data, ...('assumeRoleArn' in data && { assumeRoleArn: '', sessionToken: '' }) } };
}

const credentialsOf = ({ description }: INodeType): TestCredential[] =>
	allCredentials()
		.filter(({ name }) => description.credentials?.some((each) => each.name === name))
		.map(planted);

const nodes = allNodes();
const actions = nodes.filter(({ execute, description }) => execute && (description.credentials?.length ?? 0) > 0);

/** These apply rules to rows that were read before, and ask nobody. */
const rules = [
	...['begin', 'conclude', 'confirm', 'rollbackForm', 'rollbackOptions'].map((name) => `serviceDeployment ${name}`),
	...['begin', 'conclude', 'see', 'compensation', 'metrics', 'preparePage', 'recover', 'settlePage'].map(
		(name) => `serviceRelease ${name}`,
	),
	...['watchList', 'checkSetup'].map((name) => `serviceRelease ${name}`),
	'serviceRelease approvalForm',
	// It calls sub-workflows alone.
	'serviceDeployment doOnPlatform',
]
	.map((operation) => `gitHubDeployments ${operation}`)
	.concat(
		['decide', 'conclude'].map((name) => `cloudflare failover ${name}`),
		['list', 'conclude', 'restoreForm'].map((name) => `neon backup ${name}`),
		['list', 'conclude'].map((name) => `secretSync serviceSecrets ${name}`),
		'grafana deployment describe',
	);

it.each([301, 302, 303, 307, 308])('lets no operation take a credential to where a %i points', async (status) => {
	host.answerWith(status);
	const silent: string[] = [];
	for (const node of actions) {
		for (const choice of choicesOf(node)) {
			const before = host.asked.length;
			// How it ends is no matter here: it cannot end well.
			await runNode({
				node,
				parameters: filledParameters(node.description, choice),
				credentials: credentialsOf(node),
				continueOnFail: true,
			}).catch(() => undefined);
			if (host.asked.length === before)
				silent.push(`${node.description.name} ${String(choice.resource)} ${String(choice.operation)}`);
		}
	}
	expect(host.taken).toEqual([]);
	// Else this would show nothing: most operations do ask.
	expect(silent).toEqual(expect.arrayContaining(rules));
	const all = actions.flatMap(choicesOf).length - rules.length;
	expect((silent.length - rules.length) / all).toBeLessThan(0.15);
});

it('lets no picker take a credential there', async () => {
	host.answerWith(307);
	const before = host.asked.length;
	let searches = 0;
	for (const node of actions) {
		for (const method of Object.keys(node.methods?.listSearch ?? {})) {
			searches++;
			await runListSearch({
				node,
				parameters: filledParameters(node.description, choicesOf(node)[0] ?? { resource: null, operation: null }),
				credentials: credentialsOf(node),
				method,
			}).catch(() => undefined);
		}
	}
	expect(host.taken).toEqual([]);
	expect(host.asked.length - before).toBeGreaterThan(searches / 2);
});

const triggers = nodes.filter(({ webhookMethods }) => webhookMethods?.default);

it('lets no trigger take a credential there when it is published or taken back', async () => {
	for (const status of [301, 307]) {
		host.answerWith(status);
		for (const node of triggers) {
			const before = host.asked.length;
			const parameters = filledParameters(node.description, { resource: null, operation: null });
			for (const method of ['checkExists', 'create', 'delete'] as const) {
				const hooks = createHookHarness({
					node,
					parameters: { ...parameters, ...('registerOn' in parameters && { registerOn: 'repository' }) },
					credentials: credentialsOf(node),
					staticData: { hookId: 1, hooks: [{ id: 1, event: 'deploy_created' }] },
				});
				await hooks[method]().catch(() => undefined);
			}
			expect([node.description.name, host.asked.length > before]).toEqual([node.description.name, true]);
		}
	}
	expect(triggers.length).toBeGreaterThanOrEqual(2);
	expect(host.taken).toEqual([]);
});

it('would notice: what follows redirects takes everything there', async () => {
	host.answerWith(307);
	await fetch(host.home, { method: 'POST', headers: { 'x-key': secret }, body: secret });
	expect(host.taken.splice(0).join()).toContain(secret);
});
