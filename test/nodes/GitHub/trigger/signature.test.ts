import type { INodeParameters } from 'n8n-workflow';

import { isSignedByOneOf, webhookSecretsOf } from '../../../../nodes/GitHub/trigger/signature/webhookSecrets';
import { webhookSecret, useGitHub } from '../gitHubDriver';
import type { WebhookPost } from '../../../n8n/webhookHarness';
import { deliverTo, deliveryOf, sign } from './triggerDriver';

const github = useGitHub();

const dispatch = { action: 'deploy-now', branch: 'main', client_payload: { service: 'paintbox' } };
const parameters: INodeParameters = { events: ['repository_dispatch'] };

async function post(delivery: WebhookPost, credential: Readonly<Record<string, string>> = {}) {
	return await deliverTo(github, delivery, parameters, credential);
}

function withHeaders(delivery: WebhookPost, headers: Readonly<Record<string, string>>): WebhookPost {
	return { ...delivery, headers: { ...delivery.headers, ...headers } };
}

it("agrees with the test vector in GitHub's documentation", () => {
	const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
	const body = Buffer.from('Hello, World!');
	const secrets = { current: "It's a Secret to Everybody", previous: [] };
	expect(isSignedByOneOf(secrets, body, header)).toBe(true);
	expect(isSignedByOneOf(secrets, Buffer.from('Hello, World?'), header)).toBe(false);
	expect(isSignedByOneOf({ current: null, previous: secrets.current.split('\n') }, body, header)).toBe(false);
});

it("starts the workflow for a delivery signed with the credential's secret", async () => {
	const outcome = await post(deliveryOf('repository_dispatch', dispatch));
	expect(outcome).toMatchObject({
		status: 202,
		body: { accepted: true, delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958' },
		items: [{ event: 'repository_dispatch', action: 'deploy-now' }],
	});
});

describe('answers 401, alike, and starts nothing for', () => {
	const good = () => deliveryOf('repository_dispatch', dispatch);
	const bad: Record<string, () => WebhookPost> = {
		'a body changed after signing': () => ({ ...good(), body: good().body.toString().replace('paintbox', 'promoter') }),
		'no signature': () =>
			deliveryOf('repository_dispatch', dispatch, { headers: { 'X-Hub-Signature-256': undefined } }),
		'another secret': () => deliveryOf('repository_dispatch', dispatch, { secret: 'not-the-secret' }),
		'a SHA-1 signature only': () =>
			deliveryOf('repository_dispatch', dispatch, {
				headers: { 'X-Hub-Signature-256': undefined, 'X-Hub-Signature': `sha1=${'0'.repeat(40)}` },
			}),
		'a signature that is too short': () => withHeaders(good(), { 'X-Hub-Signature-256': 'sha256=abcd' }),
		'a signature that is too long': () =>
			withHeaders(good(), { 'X-Hub-Signature-256': `${good().headers['X-Hub-Signature-256']}00` }),
		'a signature that is not hexadecimal': () =>
			withHeaders(good(), { 'X-Hub-Signature-256': `sha256=${'z'.repeat(64)}` }),
		'an unsigned ping': () => deliveryOf('ping', { zen: 'x' }, { headers: { 'X-Hub-Signature-256': undefined } }),
		'no event header and no signature': () => ({ headers: {}, body: '{}' }),
		'an empty body': () => ({ headers: { 'X-Hub-Signature-256': sign(webhookSecret, '') }, body: '' }),
	};
	it.each(Object.keys(bad))('%s', async (name) => {
		const delivery = bad[name]?.() ?? good();
		expect(await post(delivery)).toEqual({ status: 401, body: { error: 'unauthorized' }, items: [] });
	});

	it('a delivery signed with the empty secret, when the credential has none', async () => {
		const outcome = await post(deliveryOf('repository_dispatch', dispatch, { secret: '' }), { webhookSecret: '' });
		expect(outcome).toMatchObject({ status: 401, items: [] });
	});

	it.each([' ', 'fifteen-letters', ` fifteen-letters${' '.repeat(9)}`])(
		'a delivery signed with a previous secret, when the current one is "%s"',
		async (current) => {
			const outcome = await post(deliveryOf('repository_dispatch', dispatch, { secret: 'an-older-secret-of-ours' }), {
				webhookSecret: current,
				previousWebhookSecrets: 'an-older-secret-of-ours',
			});
			expect(outcome).toMatchObject({ status: 401, items: [] });
		},
	);

	it.each(['x', 'kd83jf', 'fifteen-letters'])(
		'a delivery signed with "%s", which is too short for a secret',
		async (secret) => {
			const credentials: Array<Record<string, string>> = [
				{ webhookSecret: secret },
				{ previousWebhookSecrets: `a-long-enough-secret\n${secret}` },
			];
			for (const credential of credentials) {
				const outcome = await post(deliveryOf('repository_dispatch', dispatch, { secret }), credential);
				expect(outcome).toMatchObject({ status: 401, items: [] });
			}
		},
	);
});

it('loses no delivery while the secret is changed', async () => {
	const previous = [
		'the-oldest,of,them,all',
		' with white space at its ends ',
		`it's a "secret" to everybody`,
		webhookSecret,
	];
	const rotating = {
		webhookSecret: 'the-new-secret-of-ours',
		previousWebhookSecrets: `\r\n${previous.join('\r\n')}\n\n`,
	};
	for (const secret of ['the-new-secret-of-ours', ...previous, 'with white space at its ends']) {
		const outcome = await post(deliveryOf('repository_dispatch', dispatch, { secret }), rotating);
		expect(outcome.status).toBe(202);
	}
});

describe('a previous secret with commas', () => {
	const secret = 'kd83jf,x,q92kd8w7-and-a-long-enough-end';
	const credential = { previousWebhookSecrets: secret };

	it('is one secret, and its pieces are none, however long', async () => {
		const statuses: Record<string, number> = {};
		for (const tried of [secret, ...secret.split(',')]) {
			statuses[tried] = (await post(deliveryOf('repository_dispatch', dispatch, { secret: tried }), credential)).status;
		}
		expect(statuses).toEqual({ [secret]: 202, kd83jf: 401, x: 401, 'q92kd8w7-and-a-long-enough-end': 401 });
	});

	it('may be a list of before, so that it is said, without the secret', () => {
		const { warnings } = webhookSecretsOf({ webhookSecret, previousWebhookSecrets: secret });
		expect(warnings).toEqual([expect.stringContaining('comma')]);
		expect(warnings.join()).not.toContain('kd83jf');
		expect(webhookSecretsOf({ webhookSecret, previousWebhookSecrets: 'a-long-enough-secret' }).warnings).toEqual([]);
	});
});

it('accepts a new secret at once, and a removed one for ten seconds more at most', async () => {
	const signedWith = async (secret: string, credential: Readonly<Record<string, string>>) =>
		(await post(deliveryOf('repository_dispatch', dispatch, { secret }), credential)).status;
	github.advance(10_000);
	expect(await signedWith('a-secret-that-leaked', { webhookSecret: 'a-secret-that-leaked' })).toBe(202);
	const changed = { webhookSecret: 'its-successor-of-ours' };
	github.advance(9_000);
	expect(
		await signedWith('its-successor-of-ours', {
			webhookSecret: 'a-secret-that-leaked',
			previousWebhookSecrets: 'its-successor-of-ours',
		}),
	).toBe(202);
	github.advance(10_000);
	expect(await signedWith('a-secret-that-leaked', changed)).toBe(401);
	expect(await signedWith('its-successor-of-ours', changed)).toBe(202);
	expect(await signedWith('a-secret-that-leaked', changed)).toBe(401);
});

describe('says to the sender of a signed delivery what is wrong with it', () => {
	const signed = (body: string, headers: Record<string, string>): WebhookPost => ({
		body,
		headers: { 'X-Hub-Signature-256': sign(webhookSecret, body), ...headers },
	});
	const names = { 'X-GitHub-Event': 'push', 'X-GitHub-Delivery': 'x' };
	it.each([
		[
			'no event header',
			signed('{}', { 'Content-Type': 'application/json', 'X-GitHub-Delivery': 'x' }),
			'X-GitHub-Event',
		],
		[
			'no delivery header',
			signed('{}', { 'Content-Type': 'application/json', 'X-GitHub-Event': 'push' }),
			'X-GitHub-Delivery',
		],
		[
			'a body that is not JSON',
			signed('Hello, World!', { 'Content-Type': 'text/plain', ...names }),
			'not a JSON object',
		],
		['a list', signed('[1]', { 'Content-Type': 'application/json', ...names }), 'not a JSON object'],
		[
			'a form without payload',
			signed('a=b', { 'Content-Type': 'application/x-www-form-urlencoded', ...names }),
			'"payload"',
		],
	])('%s', async (_name, delivery, words) => {
		const outcome = await post(delivery);
		expect(outcome).toMatchObject({ status: 400, items: [] });
		expect(JSON.stringify(outcome.body)).toContain(words.replaceAll('"', '\\"'));
	});
});

it('reads a form as it reads JSON', async () => {
	const asForm = await post(deliveryOf('repository_dispatch', dispatch, { form: true }));
	const asJson = await post(deliveryOf('repository_dispatch', dispatch));
	expect(asForm.items).toEqual(asJson.items);
	expect(asForm.status).toBe(202);
});

it('prints what verifying 25 MB costs', () => {
	const body = Buffer.alloc(25 * 1024 * 1024, 'x');
	const header = sign(webhookSecret, body);
	const startedAtMs = performance.now();
	const isGood = isSignedByOneOf({ current: webhookSecret, previous: [] }, body, header);
	console.info(`25 MB verified in ${Math.round(performance.now() - startedAtMs)} ms`);
	expect(isGood).toBe(true);
});
