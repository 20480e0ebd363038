import { type IDataObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { deployEvents, eventOptions } from '../../../../nodes/Netlify/trigger/deployEvents';
import { nodeSecretFor } from '../../../../nodes/Netlify/trigger/signature';
import { useNetlifyTrigger } from './triggerDriver';

const trigger = useNetlifyTrigger({ checked: 30 });

const twoEvents = { events: ['deploy_created', 'deploy_failed'] };

it('offers every event of a deploy that Netlify has', async () => {
	const types = (await trigger.api('GET', '/hooks/types')) as Array<{ events: string[] }>;
	const offered = (types[0]?.events ?? []).filter((event) => event.startsWith('deploy_'));
	expect([...deployEvents].sort()).toEqual(offered.sort());
	expect(eventOptions.map(({ value }) => value).sort()).toEqual([...deployEvents].sort());
});

it('makes, keeps and removes one hook for each event', async () => {
	const node = trigger.harness({ events: [...deployEvents] });
	expect(await node.checkExists()).toBe(false);
	await node.create();
	const hooks = await trigger.hooks();
	expect(hooks.map(({ event }) => event).sort()).toEqual([...deployEvents].sort());
	expect(new Set(hooks.map(({ data }) => data.url))).toEqual(new Set([node.webhookUrl]));
	expect(new Set(hooks.map(({ data }) => data.signature_secret)).size).toBe(deployEvents.length);
	expect(await node.checkExists()).toBe(true);
	await node.delete();
	expect(await trigger.hooks()).toEqual([]);
	expect(node.staticData).toEqual({});
	await node.delete();
});

it("keeps no secret in what it remembers, which n8n's API shows", async () => {
	const node = trigger.harness(twoEvents);
	await node.activate();
	const remembered = JSON.stringify(node.staticData);
	const secrets = (await trigger.hooks()).map(({ data }) => String(data.signature_secret));
	expect(new Set(secrets).size).toBe(2);
	for (const secret of [...secrets, 'sandbox-netlify-token']) expect(remembered).not.toContain(secret);
	expect(remembered).not.toMatch(/[0-9a-f]{64}/);
	// Made of the token and the address: the same again, and another for another address.
	await node.delete();
	await node.activate();
	expect((await trigger.hooks()).map(({ data }) => data.signature_secret)).toEqual(secrets);
	expect(nodeSecretFor('token', 'https://a.example')).not.toBe(nodeSecretFor('token', 'https://b.example'));
	expect(nodeSecretFor('', 'https://a.example')).toBe('');
});

it('renews a registration whose secret it still stored, and then stores it no more', async () => {
	const node = trigger.harness(twoEvents);
	await node.activate();
	const registration = node.staticData.registration as IDataObject;
	const old = { registration: { siteId: registration.siteId, hookIds: registration.hookIds, secret: 'f'.repeat(64) } };
	const renewed = trigger.harness(twoEvents, { staticData: old });
	expect(await renewed.checkExists()).toBe(false);
	// Until every hook is renewed, those whose turn is to come are still signed with the stored one.
	trigger.sandbox.addFault({
		platform: 'netlify',
		method: 'PUT',
		path: '/api/v1/hooks',
		kind: 'status',
		status: 422,
		afterRequests: 1,
	});
	await expect(renewed.create()).rejects.toThrow(NodeApiError);
	expect(JSON.stringify(renewed.staticData)).toContain('f'.repeat(64));
	await renewed.create();
	expect(JSON.stringify(renewed.staticData)).not.toContain('f'.repeat(64));
	expect(await renewed.checkExists()).toBe(true);
	expect(await trigger.hooks()).toHaveLength(2);
});

it('renews the secrets when the credential has another token', async () => {
	const node = trigger.harness(twoEvents);
	await node.activate();
	const other = trigger.harness(twoEvents, {
		staticData: {
			...node.staticData,
			registration: { ...(node.staticData.registration as IDataObject), keyId: '0123456789abcdef' },
		},
	});
	expect(await other.checkExists()).toBe(false);
});

describe('a notification that Netlify does not delete', () => {
	const promoteros = { __rl: true, mode: 'name', value: 'promoteros' };

	it('is remembered, stops nothing, and is deleted when the workflow is published again', async () => {
		const node = trigger.harness(twoEvents);
		await node.activate();
		const fault = trigger.sandbox.addFault({
			platform: 'netlify',
			method: 'DELETE',
			path: '/api/v1/hooks',
			kind: 'status',
			status: 422,
			times: 'always',
		});
		expect(await node.delete()).toBe(true);
		expect(node.staticData.registration).toBeUndefined();
		expect(node.staticData.leftHooks).toHaveLength(2);
		const moved = trigger.harness({ ...twoEvents, site: promoteros }, { staticData: node.staticData });
		await moved.activate();
		expect(await trigger.api('GET', '/hooks?site_id=promoteros')).toHaveLength(2);
		expect(await trigger.hooks()).toHaveLength(2);
		trigger.sandbox.removeFault(fault);
		expect(await moved.checkExists()).toBe(false);
		await moved.activate();
		expect(await trigger.hooks()).toEqual([]);
		expect(moved.staticData.leftHooks).toBeUndefined();
		expect(await moved.checkExists()).toBe(true);
	});

	it('is used again, and not deleted later, when the same site is chosen', async () => {
		const node = trigger.harness(twoEvents);
		await node.activate();
		const fault = trigger.sandbox.addFault({
			platform: 'netlify',
			method: 'DELETE',
			path: '/api/v1/hooks',
			kind: 'status',
			status: 422,
			times: 'always',
		});
		await node.delete();
		await node.create();
		trigger.sandbox.removeFault(fault);
		expect(node.staticData.leftHooks).toBeUndefined();
		expect(await node.checkExists()).toBe(true);
		await node.activate();
		expect(await trigger.hooks()).toHaveLength(2);
	});

	it('is remembered when not even the list can be read', async () => {
		const node = trigger.harness(twoEvents);
		await node.activate();
		const fault = trigger.sandbox.addFault({
			platform: 'netlify',
			path: '/api/v1/hooks',
			kind: 'status',
			status: 401,
			times: 'always',
		});
		expect(await node.delete()).toBe(true);
		expect(node.staticData.leftHooks).toHaveLength(2);
		trigger.sandbox.removeFault(fault);
		await node.delete();
		expect(node.staticData).toEqual({});
		expect(await trigger.hooks()).toEqual([]);
	});
});

it('takes a hook with its address over only by writing its own secret into it', async () => {
	const node = trigger.harness(twoEvents);
	await trigger.api('POST', '/hooks?site_id=paintbox', {
		type: 'url',
		event: 'deploy_created',
		data: { url: node.webhookUrl },
	});
	await trigger.api('POST', '/hooks?site_id=paintbox', {
		type: 'url',
		event: 'deploy_created',
		data: { url: node.webhookUrl },
	});
	await trigger.api('POST', '/hooks?site_id=paintbox', {
		type: 'url',
		event: 'deploy_locked',
		data: { url: node.webhookUrl },
	});
	await trigger.api('POST', '/hooks?site_id=paintbox', {
		type: 'url',
		event: 'deploy_created',
		data: { url: 'https://example.com/other' },
	});
	expect(await node.checkExists()).toBe(false);
	await node.create();
	const hooks = await trigger.hooks();
	expect(hooks.map(({ event, data }) => [event, data.url === node.webhookUrl]).sort()).toEqual([
		['deploy_created', false],
		['deploy_created', true],
		['deploy_failed', true],
	]);
	const adopted = hooks.find(({ event, data }) => event === 'deploy_created' && data.url === node.webhookUrl);
	expect(adopted?.data.signature_secret).toMatch(/^[0-9a-f]{64}$/);
	await node.delete();
	expect(await trigger.hooks()).toHaveLength(1);
});

it('switches a hook on again that Netlify has switched off', async () => {
	const node = trigger.harness(twoEvents);
	await node.activate();
	const [hook] = await trigger.hooks();
	await trigger.api('PUT', `/hooks/${hook?.id ?? ''}`, { disabled: true });
	expect(await node.checkExists()).toBe(false);
	await node.create();
	expect((await trigger.hooks()).map(({ disabled }) => disabled)).toEqual([false, false]);
	expect(await node.checkExists()).toBe(true);
});

it('follows a change of events and of the site', async () => {
	const node = trigger.harness(twoEvents);
	await node.activate();
	const changed = trigger.harness({ events: ['deploy_restored'] }, { staticData: node.staticData });
	await changed.activate();
	expect((await trigger.hooks()).map(({ event }) => event)).toEqual(['deploy_restored']);
	const moved = trigger.harness(
		{ events: ['deploy_restored'], site: { __rl: true, mode: 'name', value: 'promoteros' } },
		{ staticData: changed.staticData },
	);
	await moved.activate();
	expect(await trigger.hooks()).toEqual([]);
	expect(await trigger.api('GET', '/hooks?site_id=promoteros')).toHaveLength(1);
});

it('leaves no second hook behind when an answer is lost', async () => {
	const node = trigger.harness(twoEvents);
	trigger.sandbox.addFault({ platform: 'netlify', method: 'POST', path: '/api/v1/hooks', kind: 'lostReply' });
	await expect(node.activate()).rejects.toThrow(NodeApiError);
	await node.activate();
	expect((await trigger.hooks()).map(({ event }) => event).sort()).toEqual(['deploy_created', 'deploy_failed']);
});

it('has nothing to remove when the site is gone', async () => {
	const node = trigger.harness(twoEvents);
	await node.activate();
	await trigger.api('DELETE', '/sites/paintbox');
	expect(await node.delete()).toBe(true);
	expect(node.staticData).toEqual({});
});

it.each([
	[{ events: [] }, 'Events is empty', 'at least one'],
	[
		{ ...twoEvents, site: { __rl: true, mode: 'name', value: 'nowhere' } },
		'Netlify has no site "nowhere"',
		'from the list',
	],
])('refuses %j', async (parameters, message, advice) => {
	const error: unknown = await trigger
		.harness(parameters)
		.activate()
		.catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(NodeOperationError);
	expect((error as NodeOperationError).message).toContain(message);
	expect((error as NodeOperationError).description).toContain(advice);
});

it('says what to do with a token that may only look', async () => {
	const node = trigger.harness(twoEvents, { accessToken: 'sandbox-netlify-read-only-token' });
	const error: unknown = await node.activate().catch((reason: unknown) => reason);
	expect((error as NodeApiError).message).toContain('403: Forbidden');
	expect((error as NodeApiError).description).toContain('Developer role');
});
