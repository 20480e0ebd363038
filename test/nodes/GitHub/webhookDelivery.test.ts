import { createServer, type Server } from 'node:http';

import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const getMany = { resource: 'webhookDelivery', operation: 'getMany', hookOwner: 'repository', returnAll: true };
const redeliver = { resource: 'webhookDelivery', operation: 'redeliver', hookOwner: 'repository' };

let receiver: Server;
let answerStatus = 202;
let received: string[] = [];
beforeEach(async () => {
	answerStatus = 202;
	received = [];
	receiver = createServer((request, response) => {
		request.resume();
		received.push(String(request.headers['x-github-delivery']));
		response.statusCode = answerStatus;
		response.end('{}');
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => await new Promise((resolve) => receiver.close(resolve)));

async function makeHook(path = `/repos/${repositoryName}/hooks`): Promise<string> {
	const address = receiver.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const hook = (await driver.github.api('POST', path, {
		config: { url: `http://127.0.0.1:${port}/`, content_type: 'json' },
		events: ['push'],
	})) as { id: number };
	return String(hook.id);
}

const locator = (id: string) => ({ hook: { __rl: true, mode: 'id', value: id } });

it('lists the deliveries of a webhook over pages, the newest first', async () => {
	const hook = await makeHook();
	for (let number = 0; number < 101; number++) await driver.push({ deliver: true });
	const all = await driver.run({ ...getMany, ...locator(hook) });
	const pushes = all.filter(({ event }) => event === 'push');
	expect(pushes).toHaveLength(101);
	expect(new Set(pushes.map(({ id }) => id)).size).toBe(101);
	expect(pushes[0]).toMatchObject({ id: expect.any(String) as unknown, successful: true, statusCode: 202 });
	expect(await driver.run({ ...getMany, ...locator(hook), returnAll: false, limit: 3 })).toEqual(all.slice(0, 3));
});

it('lists what was never delivered, once, and has it delivered again with its own GUID', async () => {
	const hook = await makeHook();
	answerStatus = 500;
	await driver.push({ deliver: true });
	await driver.push({ deliver: true });
	answerStatus = 202;
	await driver.push({ deliver: true });
	const failed = await driver.run({ ...getMany, ...locator(hook), onlyFailed: true });
	expect(failed.filter(({ event }) => event === 'push')).toMatchObject([{ statusCode: 500 }, { statusCode: 500 }]);
	const [first] = failed;
	received = [];
	expect(await driver.runOne({ ...redeliver, ...locator(hook), deliveryId: String(first?.id) })).toEqual({
		deliveryId: first?.id,
		requested: true,
	});
	// The sandbox delivers after it has answered, as GitHub does.
	for (let tries = 0; tries < 200 && received.length === 0; tries++)
		await new Promise((resolve) => setImmediate(resolve));
	while ((await driver.run({ ...getMany, ...locator(hook) })).every(({ redelivery }) => redelivery !== true)) {
		await new Promise((resolve) => setImmediate(resolve));
	}
	expect(received).toEqual([first?.guid]);
	const left = await driver.run({ ...getMany, ...locator(hook), onlyFailed: true });
	expect(left.map(({ guid }) => guid)).not.toContain(first?.guid);
	expect(left).toHaveLength(failed.length - 1);
});

it('lists only what came since', async () => {
	const hook = await makeHook();
	await driver.push({ deliver: true });
	const [newest] = await driver.run({ ...getMany, ...locator(hook) });
	const later = new Date(Date.parse(String(newest?.deliveredAt)) + 60_000).toISOString();
	expect(await driver.run({ ...getMany, ...locator(hook), since: later })).toEqual([]);
	expect((await driver.failure({ ...getMany, ...locator(hook), since: 'yesterday' })).message).toContain('yesterday');
});

it('works for the webhook of an organization', async () => {
	const hook = await makeHook('/orgs/candlefish-ai/hooks');
	await driver.push({ deliver: true });
	const deliveries = await driver.run({
		...getMany,
		hookOwner: 'organization',
		organization: 'candlefish-ai',
		...locator(hook),
	});
	expect(deliveries.some(({ event }) => event === 'push')).toBe(true);
});

it('says what is wrong with a delivery that is not there, and with a GUID', async () => {
	const hook = await makeHook();
	expect((await driver.failure({ ...redeliver, ...locator(hook), deliveryId: '1' })).message).toContain('404');
	const guid = await driver.failure({
		...redeliver,
		...locator(hook),
		deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
	});
	expect(guid.description).toContain('GUID');
});
