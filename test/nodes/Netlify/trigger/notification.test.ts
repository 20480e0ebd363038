import { createHash, createHmac } from 'node:crypto';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { deployEvents, type DeployEvent } from '../../../../nodes/Netlify/trigger/deployEvents';
import { nodeSecretFor } from '../../../../nodes/Netlify/trigger/signature';
import type { HookHarness, WebhookPost } from '../../../n8n/webhookHarness';
import { useNetlifyTrigger } from './triggerDriver';

const trigger = useNetlifyTrigger();
const { clock } = trigger;
let node: HookHarness;
const all: INodeParameters = { events: [...deployEvents] };
beforeEach(async () => {
	node = trigger.harness(all);
	await node.activate();
});

async function build(): Promise<string> {
	const { deploy_id: id } = (await trigger.api('POST', '/sites/paintbox/builds')) as { deploy_id: string };
	return id;
}

/** A finished build, as Netlify tells it. */
async function created(): Promise<WebhookPost> {
	const id = await build();
	const building = await trigger.nextNotification(async () => clock.advance(5_000));
	expect(building.headers['x-netlify-event']).toBe('deploy_building');
	const post = await trigger.nextNotification(async () => clock.advance(60_000));
	expect(JSON.parse(post.body.toString())).toMatchObject({ id });
	return post;
}

async function post(post: WebhookPost, parameters: INodeParameters = all, staticData: IDataObject = node.staticData) {
	return await trigger.post(post, staticData, parameters);
}

it('starts the workflow with a release that was seen to be live', async () => {
	const outcome = await post(await created());
	expect(outcome.status).toBe(202);
	expect(outcome.items).toHaveLength(1);
	const [item = {}] = outcome.items;
	expect(item).toMatchObject({
		platform: 'netlify',
		target: 'paintbox',
		event: 'deploy_created',
		state: 'live',
		live: true,
		verified: true,
		branch: 'main',
		context: 'production',
		artifact: { kind: 'commit' },
		reason: '',
	});
	expect(item.url).toBe(`${trigger.sandbox.origin}/sites/${String(item.id)}--paintbox`);
	expect(item).toMatchObject({
		siteUrl: `${trigger.sandbox.origin}/sites/paintbox`,
		branchUrl: `${trigger.sandbox.origin}/sites/main--paintbox`,
	});
	expect(item.eventKey).toMatch(/^netlify:deploy_created:[0-9a-f]{24}:2/);
	expect(JSON.stringify(item)).not.toContain('log_access_attributes');
});

it('does not call a deploy live that a locked site does not serve', async () => {
	await trigger.nextNotification(async () => await trigger.api('POST', '/deploys/7a1e0001d00000000000a001/lock'));
	const outcome = await post(await created());
	expect(outcome.items[0]).toMatchObject({
		state: 'ready',
		live: false,
		verified: false,
		reason: 'The site serves another deploy',
	});
});

it('does not call a deploy live when nobody could look', async () => {
	const notification = await created();
	trigger.sandbox.addFault({ platform: 'netlify', method: 'GET', path: '/api/v1/sites', kind: 'status', status: 500 });
	expect((await post(notification)).items[0]).toMatchObject({ state: 'ready', live: false, liveChecked: false });
	const unasked = await post(notification, { ...all, options: { checkLive: false, includeRawPayload: true } });
	expect(unasked.items[0]).toMatchObject({ live: false, liveChecked: false, raw: { state: 'ready' } });
	expect(unasked.items[0]?.raw).not.toHaveProperty('log_access_attributes');
});

it("tells a failed, a cancelled and a skipped build apart, with Netlify's reason", async () => {
	for (const [force, state, reason] of [
		['error', 'failed', 'internal error'],
		['canceled', 'cancelled', 'Canceled build'],
		['skipped', 'skipped', 'no content change'],
	] as const) {
		const id = await build();
		await trigger.nextNotification(async () => clock.advance(5_000));
		const notification = await trigger.nextNotification(async () => {
			await fetch(`${trigger.sandbox.origin}/_sandbox/netlify/deploys/${id}/state`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ state: force }),
			});
		});
		const [item = {}] = (await post(notification)).items;
		expect(item).toMatchObject({ event: 'deploy_failed', state, live: false });
		expect(item.reason).toContain(reason);
	}
});

describe('answers 401, alike, and starts nothing for', () => {
	const json = JSON.stringify({ id: 'abc', site_id: 'x', state: 'ready', context: 'production' });
	const jws = (secret: string, body: string, claims: object = {}, alg = 'HS256') => {
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const sha256 = createHash('sha256').update(body).digest('hex');
		const signed = `${part({ alg, typ: 'JWT' })}.${part({ iss: 'netlify', sha256, ...claims })}`;
		return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
	};
	/** What the node's own secret is made into: see the hooks at Netlify. */
	const nodeSecret = () => nodeSecretFor('sandbox-netlify-token', node.webhookUrl);
	const eventSecret = (event: DeployEvent, secret = nodeSecret()) =>
		createHmac('sha256', secret).update(event).digest('hex');
	const signedWith = (signature: string | undefined, body = json): WebhookPost => ({
		body,
		headers: {
			'Content-Type': 'application/json',
			'X-Netlify-Event': 'deploy_created',
			...(signature !== undefined && { 'X-Webhook-Signature': signature }),
		},
	});
	const good = () => eventSecret('deploy_created');
	const bad: Record<string, () => WebhookPost> = {
		'no signature': () => signedWith(undefined),
		'another secret': () => signedWith(jws('not-the-secret', json)),
		"the node's own secret, underived": () => signedWith(jws(nodeSecret(), json)),
		'a body changed after signing': () => signedWith(jws(good(), json), json.replace('abc', 'abd')),
		'another issuer': () => signedWith(jws(good(), json, { iss: 'somebody' })),
		'no digest': () => signedWith(jws(good(), json, { sha256: undefined })),
		'alg none': () => signedWith(`${jws(good(), json, {}, 'none').split('.').slice(0, 2).join('.')}.`),
		'an alg that is not HS256': () => signedWith(jws(good(), json, {}, 'HS512')),
		'something else altogether': () => signedWith('abc'),
		'four parts': () => signedWith(`${jws(good(), json)}.x`),
	};
	it.each(Object.keys(bad))('%s', async (name) => {
		const outcome = await post(bad[name]?.() ?? signedWith(undefined));
		expect(outcome).toEqual({ status: 401, body: { error: 'unauthorized' }, items: [] });
	});

	it('any notification when the node has no secret', async () => {
		const notification = signedWith(jws(good(), json));
		expect((await post(notification)).status).toBe(202);
		expect(await post(notification, all, {})).toEqual({ status: 401, body: { error: 'unauthorized' }, items: [] });
		const blank = { registration: { siteId: 'x', hookIds: [], secret: '' } };
		expect((await post(signedWith(jws('', json)), all, blank)).status).toBe(401);
	});

	it('but takes what is signed with a secret that was stored, until the workflow is published again', async () => {
		const old = { registration: { siteId: 'x', hookIds: [], secret: 'f'.repeat(64) } };
		const notification = signedWith(jws(eventSecret('deploy_created', 'f'.repeat(64)), json));
		expect((await post(notification, all, old)).status).toBe(202);
		expect((await post(notification)).status).toBe(401);
	});

	it('what another token signed: the secrets are those of the credential', async () => {
		const notification = signedWith(
			jws(eventSecret('deploy_created', nodeSecretFor('another-token', node.webhookUrl)), json),
		);
		expect((await post(notification)).status).toBe(401);
	});

	it('but takes the event from the signature, whatever the header says', async () => {
		const notification = signedWith(jws(eventSecret('deploy_failed'), json));
		const outcome = await post(notification);
		expect(outcome.items[0]).toMatchObject({ event: 'deploy_failed', state: 'failed', live: false });
	});

	it('and 400 for a signed body that is not a deploy', async () => {
		for (const body of ['[]', '{}']) expect((await post(signedWith(jws(good(), body), body))).status).toBe(400);
	});
});

it.each([
	[{ events: ['deploy_failed'] }, 'the event deploy_created is not chosen'],
	[{ ...all, filters: { contexts: ['deploy-preview'] } }, 'the context production is not one of deploy-preview'],
	[{ ...all, filters: { branches: 'release/**, staging' } }, 'the branch main is not one of release/**, staging'],
])('ignores what is not wanted: %j', async (parameters, reason) => {
	const outcome = await post(await created(), parameters);
	expect(outcome).toEqual({ status: 200, body: { ignored: reason, event: 'deploy_created' }, items: [] });
});

it('lets through what the filters want', async () => {
	const outcome = await post(await created(), { ...all, filters: { branches: 'ma*', contexts: ['production'] } });
	expect(outcome.status).toBe(202);
});
