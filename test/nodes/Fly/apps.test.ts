import { useManualClock } from '../../n8n/sandboxClock';
import type { FlyDriver } from './flyDriver';
import { named, textAt, token, useFlyDriver } from './flyDriver';

const clock = useManualClock();
const previewToken = 'sandbox-fly-preview-token';
const organization = 'candlefish-previews';
const name = 'paintbox-api-pr-7-k3f9';
let fly: FlyDriver;

useFlyDriver(clock, (driver) => (fly = driver));

const create = {
	resource: 'app',
	operation: 'create',
	appName: name,
	organization,
	sourceApp: named('paintbox-api'),
};
const remove = { resource: 'app', operation: 'delete', app: named(name), organization };
const made = () => fly.requests('POST', /\/apps$/);
const assigned = () => fly.requests('POST', /\/ip_assignments$/);
const answers = (path: RegExp) => fly.requests('GET', path).map(({ status }) => status);

describe('App: Create', () => {
	it('makes an app in the organization, with a shared address, and changes nothing of the app that it is like', async () => {
		const created = await fly.run(create, previewToken);
		expect(created).toMatchObject({
			name,
			organization,
			created: true,
			machineCount: 0,
			appUrl: `${fly.sandbox.origin}/apps/${name}`,
			machinesFrom: { app: 'paintbox-api', processGroup: 'app', leftOut: [] },
		});
		expect(created.sharedAddress).toMatch(/^66\.241\./);
		expect(fly.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /v1/apps',
			`POST /v1/apps/${name}/ip_assignments`,
		]);
		expect(made()[0]?.body).toEqual({ name, org_slug: organization });
	});

	it('takes the app that is there, with the address that it has', async () => {
		const first = await fly.run(create, previewToken);
		const again = await fly.run(create, previewToken);
		expect(again).toMatchObject({ name, created: false, sharedAddress: first.sharedAddress });
		expect([made().length, assigned().length]).toEqual([1, 1]);
	});

	it('adds the address that a run which died has not got', async () => {
		await fly.api('/apps', { name, org_slug: organization });
		expect(await fly.run(create, previewToken)).toMatchObject({ created: false });
		expect(assigned()).toHaveLength(1);
	});

	it.each([
		['of another organization', 'candlefish', 'it belongs to organization candlefish, not to candlefish-previews'],
	])('refuses a name %s', async (_whose, owner, why) => {
		await fly.api('/apps', { name, org_slug: owner });
		const error = await fly.failure(create, token);
		expect(error.message).toContain(`App ${name} was not taken: ${why}`);
		expect(made()).toHaveLength(1);
		expect(assigned()).toEqual([]);
	});

	it('refuses a name that is taken where the token sees nothing', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'GET', path: `/v1/apps/${name}`, kind: 'status', status: 403 });
		const error = await fly.failure(create, previewToken);
		expect(error.message).toContain('an organization that this token does not see');
		expect(error.advice).toContain('unique in all of Fly.io');
		expect(made()).toEqual([]);
	});

	it('takes the one that another run made in between', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'GET', path: `/v1/apps/${name}`, kind: 'status', status: 404 });
		await fly.api('/apps', { name, org_slug: organization });
		expect(await fly.run(create, previewToken)).toMatchObject({ created: false });
		expect(made().map(({ status }) => status)).toEqual([201, 422]);
	});

	it.each(['lostReply', 'reset'] as const)('makes one app and one address when answers are lost (%s)', async (kind) => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/v1/apps', kind });
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/**/ip_assignments', kind });
		expect(await fly.run(create, previewToken)).toMatchObject({ name, created: true });
		const listed = await fly.api(`/apps?org_slug=${organization}`);
		expect(listed).toMatchObject({ total_apps: 1 });
		expect(await fly.api(`/apps/${name}/ip_assignments`)).toMatchObject({ ips: [{ shared: true }] });
	});

	it('waits until Fly shows the app', async () => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'GET',
			path: `/v1/apps/${name}`,
			kind: 'status',
			status: 404,
			times: 3,
		});
		expect(await fly.run(create, previewToken)).toMatchObject({ created: true });
		expect(answers(new RegExp(`/apps/${name}$`))).toEqual([404, 404, 404, 200]);
	});

	it('says that there is no such organization', async () => {
		const error = await fly.failure({ ...create, organization: 'nobody' });
		expect(error.message).toContain('Fly.io has no organization "nobody"');
		expect(error.advice).toContain('fly tokens create org');
	});

	it('makes nothing where the app that it is to be like has no machine to copy, or cannot be read', async () => {
		await fly.api('/apps', { name: 'empty-app', org_slug: 'candlefish' });
		const empty = await fly.failure({ ...create, sourceApp: named('empty-app') });
		expect(empty.message).toContain('App empty-app has no machine that could be copied');
		const missing = await fly.failure({ ...create, sourceApp: named('gone-app') });
		expect(missing.message).toContain('The machines of app gone-app could not be read');
		expect(missing.advice).toContain('fly tokens create readonly');
		expect(made()).toHaveLength(1);
	});

	it('gives no address to an app that is like a worker', async () => {
		await fly.control('/apps', { name: 'queue-worker', machines: { worker: 1 } });
		expect(await fly.run({ ...create, sourceApp: named('queue-worker') }, previewToken)).toMatchObject({
			sharedAddress: null,
			machinesFrom: { processGroup: 'worker' },
		});
		expect(assigned()).toEqual([]);
	});

	it('takes the organization of the credential where none is named', async () => {
		expect(await fly.run({ ...create, organization: '', sourceApp: named('') })).toMatchObject({
			organization: 'candlefish',
			machinesFrom: null,
		});
	});

	it.each([
		['Paint Box', 'is not a valid name'],
		['a'.repeat(64), 'is too long for a Fly.io app: 64 characters'],
		['', 'Name'],
	])('refuses the name %j before any call', async (appName, why) => {
		expect((await fly.failure({ ...create, appName })).message).toContain(why);
		expect(fly.requests()).toEqual([]);
	});

	it('plans without a change', async () => {
		expect(await fly.run({ ...create, dryRun: true }, previewToken)).toMatchObject({ dryRun: true, plan: 'create' });
		expect(fly.writes()).toEqual([]);
	});

	it("plans no app whose name is somebody else's", async () => {
		await fly.api('/apps', { name, org_slug: 'candlefish' });
		expect((await fly.failure({ ...create, dryRun: true })).message).toContain('was not taken');
	});

	it('is refused production by the token of previews', async () => {
		const error = await fly.failure({ ...create, organization: 'candlefish' }, previewToken);
		expect(error.message).toContain('403');
		expect(textAt(await fly.api('/apps?org_slug=candlefish'), 'apps', name)).toBeNull();
	});
});

describe('App: Delete', () => {
	it('deletes the app, and is content with one that is gone', async () => {
		await fly.run(create, previewToken);
		expect(await fly.run(remove, previewToken)).toEqual({ name, organization, deleted: true, machineCount: 0 });
		expect(await fly.api(`/apps?org_slug=${organization}`)).toMatchObject({ total_apps: 0 });
		expect(await fly.run(remove, previewToken)).toMatchObject({ deleted: false });
		expect(fly.requests('DELETE')).toHaveLength(1);
	});

	it('deletes once when the answer is lost', async () => {
		await fly.run(create, previewToken);
		fly.sandbox.addFault({ platform: 'fly', method: 'DELETE', path: '/v1/apps/*', kind: 'lostReply' });
		expect(await fly.run(remove, previewToken)).toMatchObject({ deleted: true });
	});

	it('refuses an app of another organization, such as production', async () => {
		for (const accessToken of [token, previewToken]) {
			const error = await fly.failure({ ...remove, app: named('paintbox-api') }, accessToken);
			expect(error.message).toContain(
				'App paintbox-api was not deleted: it belongs to organization candlefish, not to candlefish-previews',
			);
		}
		expect(fly.writes()).toEqual([]);
	});

	it('fails while the app is still there', async () => {
		await fly.run(create, previewToken);
		fly.sandbox.addFault({ platform: 'fly', method: 'DELETE', path: '/v1/apps/*', kind: 'status', status: 202 });
		const error = await fly.failure(remove, previewToken);
		expect(error.message).toContain(`Removal of app ${name}`);
		expect(error.message).toContain('still there');
	});

	it('plans without a change', async () => {
		await fly.run(create, previewToken);
		const before = fly.writes().length;
		expect(await fly.run({ ...remove, dryRun: true }, previewToken)).toMatchObject({ plan: 'delete' });
		expect(fly.writes()).toHaveLength(before);
	});
});
