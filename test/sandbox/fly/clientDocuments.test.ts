import type { OperationDefinitionNode } from 'graphql';
import { Kind, parse, print, visit } from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { FlyDriver, Json } from './flyDriver';
import { APP_1, at, isJson, machinesPath, startFly } from './flyDriver';

const app = 'paintbox-api';
const hostname = 'www.candlefish.ai';
let fly: FlyDriver;
let volumeId = '';
let releaseId = '';
beforeEach(async () => {
	fly = await startFly();
	volumeId = String(
		(await fly.api('POST', `/apps/${app}/volumes`, { json: { name: 'data', region: 'ord' } })).body['id'],
	);
	await fly.api('POST', `/apps/${app}/volumes/${volumeId}/snapshots`);
	await fly.api('POST', `/apps/${app}/certificates/acme`, { json: { hostname } });
	await fly.api('POST', `/apps/${app}/deploy_token`, { json: { expiry: '24h' } });
	releaseId = String((await fly.web('GET', `/apps/${app}/releases/current`)).body['id']);
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

/** The operations of a file, each with the fragments that it uses. */
function readOperations(path: string): Array<[string, string]> {
	if (!existsSync(path)) return [];
	const { definitions } = parse(readFileSync(path, 'utf8'));
	const fragments = new Map(
		definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
	);
	return definitions
		.filter((it): it is OperationDefinitionNode => it.kind === Kind.OPERATION_DEFINITION)
		.map((operation) => {
			const used = new Set<string>();
			const collect = (node: Parameters<typeof visit>[0]): void => {
				visit(node, {
					FragmentSpread({ name }) {
						const fragment = fragments.get(name.value);
						if (!fragment || used.has(name.value)) return;
						used.add(name.value);
						collect(fragment);
					},
				});
			};
			collect(operation);
			const parts = [operation, ...[...used].flatMap((name) => fragments.get(name) ?? [])];
			return [operation.name?.value ?? '', parts.map((part) => print(part)).join('\n')];
		});
}

const own = new Map(readOperations(resolve(__dirname, 'clientDocuments.graphql')));
const contract = readOperations(resolve(__dirname, '../../../../shared/contracts/fly/operations.graphql'));

/** What the documents' variables of that name hold; more than one document names is left out of a request. */
const variables = async (operation: string): Promise<Json> => {
	const inputs: Record<string, () => Json | Promise<Json>> = {
		CreateRelease: () => ({
			appId: app,
			image: 'registry.fly.io/paintbox-api:v2',
			strategy: 'ROLLING',
			definition: {},
			platformVersion: 'machines',
		}),
		UpdateRelease: () => ({ releaseId, status: 'failed' }),
		SetSecrets: () => ({ appId: app, secrets: [{ key: 'A', value: 'b' }] }),
		UnsetSecrets: () => ({ appId: app, keys: ['A'] }),
		LockApp: () => ({ appId: app }),
		UnlockApp: async () => ({
			appId: app,
			lockId: at(
				(await fly.graphql(`mutation { lockApp(input: { appId: "${app}" }) { lockId } }`)).body,
				'data',
				'lockApp',
				'lockId',
			),
		}),
		CreateApp: () => ({ name: 'brush', organizationId: 'k4ndl3f1sh0rg' }),
		AllocateAddress: () => ({ appId: app, type: 'v4', region: '' }),
		ReleaseAddress: async () => ({
			appId: app,
			ip: at((await fly.api('GET', `/apps/${app}/ip_assignments`)).body, 'ips', 1, 'ip'),
		}),
		CheckCertificate: () => ({ appId: app, hostname }),
		CreateBuild: () => ({ appName: app, builderType: 'local', strategiesAvailable: ['docker'] }),
		FinishBuild: async () => ({
			appName: app,
			status: 'completed',
			buildId: at(
				(
					await fly.graphql(own.get('CreateBuild') ?? '', {
						input: { appName: app, builderType: 'local', strategiesAvailable: [] },
					})
				).body,
				'data',
				'createBuild',
				'id',
			),
		}),
		RevokeToken: async () => ({
			id: at(
				(await fly.graphql(`{ app(name: "${app}") { limitedAccessTokens { nodes { id } } } }`)).body,
				'data',
				'app',
				'limitedAccessTokens',
				'nodes',
				0,
				'id',
			),
		}),
	};
	return {
		appName: app,
		appId: app,
		limit: 5,
		slug: 'candlefish',
		admin: false,
		machineId: APP_1,
		role: 'postgres_cluster',
		organizationId: 'k4ndl3f1sh0rg',
		imageRef: 'registry.fly.io/paintbox-api:v1',
		repository: 'flyio/postgres-flex',
		image: 'flyio/postgres-flex:15',
		name: 'ci',
		profile: 'deploy',
		profileParams: { app_id: app },
		hostname: operation === 'AddCertificate' ? 'new.candlefish.ai' : hostname,
		id: volumeId,
		...(inputs[operation] && { input: await inputs[operation]() }),
	};
};

const ask = async (operation: string, document: string): Promise<Json> => {
	const declared = parse(document).definitions.flatMap((it) =>
		it.kind === Kind.OPERATION_DEFINITION
			? (it.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
			: [],
	);
	const given = await variables(operation);
	const wanted = Object.fromEntries(Object.entries(given).filter(([name]) => declared.includes(name)));
	const { status, body } = await fly.graphql(document, wanted);
	expect([status, at(body, 'errors')]).toEqual([200, undefined]);
	const data = at(body, 'data');
	return isJson(data) ? data : {};
};

test.each([...own, ...contract])('%s is answered', async (name, document) => {
	expect(Object.values(await ask(name, document))).not.toContain(undefined);
});

test('an app is the same over GraphQL and REST', async () => {
	const full = at(await ask('AppFull', own.get('AppFull') ?? ''), 'app');
	const { body } = await fly.api('GET', `/apps/${app}`);
	expect(full).toMatchObject({
		id: body['id'],
		name: body['name'],
		status: body['status'],
		internalNumericId: body['internal_numeric_id'],
		cnameTarget: body['cname_target'],
		organization: { slug: at(body, 'organization', 'slug') },
	});
	const machines = (await fly.api('GET', machinesPath)).list;
	const nodes = at(full, 'machines', 'nodes') as Json[];
	expect(nodes.map(({ id, name, state, region, config }) => ({ id, name, state, region, config }))).toEqual(
		machines.map(({ id, name, state, region, config }) => ({ id, name, state, region, config })),
	);
	expect(at(nodes, 0, 'ips', 'nodes', 0, 'ip')).toBe(at(machines, 0, 'private_ip'));
	expect(at(full, 'imageDetails', 'digest')).toBe(at(machines, 0, 'image_ref', 'digest'));
	expect(at(full, 'services')).toEqual([
		{
			description: '',
			protocol: 'TCP',
			internalPort: 8080,
			ports: [
				{ port: 443, handlers: ['TLS', 'HTTP'] },
				{ port: 80, handlers: ['HTTP'] },
			],
		},
	]);
});

test('addresses, certificates, volumes, regions and the organization are the same over GraphQL and REST', async () => {
	const addresses = at(await ask('AppAddresses', own.get('AppAddresses') ?? ''), 'app');
	const ips = at((await fly.api('GET', `/apps/${app}/ip_assignments`)).body, 'ips') as Json[];
	expect([
		at(addresses, 'sharedIpAddress'),
		...(at(addresses, 'ipAddresses', 'nodes') as Json[]).map(({ address }) => address),
	]).toEqual(ips.map(({ ip }) => ip));
	const certificates = at(
		await ask('Certificates', own.get('Certificates') ?? ''),
		'app',
		'certificates',
		'nodes',
	) as Json[];
	const listed = at((await fly.api('GET', `/apps/${app}/certificates`)).body, 'certificates') as Json[];
	expect(certificates.map((it) => [it['hostname'], it['createdAt']])).toEqual(
		listed.map((it) => [it['hostname'], it['created_at']]),
	);
	const snapshots = at(
		await ask('VolumeSnapshots', own.get('VolumeSnapshots') ?? ''),
		'volume',
		'snapshots',
		'nodes',
	) as Json[];
	expect(snapshots.map(({ id }) => id)).toEqual(
		(await fly.api('GET', `/apps/${app}/volumes/${volumeId}/snapshots`)).list.map(({ id }) => id),
	);
	const platform = at(await ask('PlatformRegions', own.get('PlatformRegions') ?? ''), 'platform');
	const { body } = await fly.api('GET', '/platform/regions');
	expect([at(platform, 'requestRegion'), (at(platform, 'regions') as Json[]).map(({ code }) => code)]).toEqual([
		body['nearest'],
		(body['regions'] as Json[]).map(({ code }) => code),
	]);
	const organization = at(await ask('OrganizationBySlug', own.get('OrganizationBySlug') ?? ''), 'organization');
	const read = at((await fly.web('GET', '/organizations/candlefish')).body, 'organization');
	expect([at(organization, 'id'), at(organization, 'name'), at(organization, 'internalNumericId')]).toEqual([
		at(read, 'id'),
		at(read, 'name'),
		String(at(read, 'internal_numeric_id')),
	]);
});

test('what GraphQL changes REST shows', async () => {
	await ask('CreateApp', own.get('CreateApp') ?? '');
	expect((await fly.api('GET', '/apps/brush')).body).toMatchObject({
		name: 'brush',
		status: 'pending',
		machine_count: 0,
	});
	const made = at(
		await ask('AllocateAddress', own.get('AllocateAddress') ?? ''),
		'allocateIpAddress',
		'ipAddress',
		'address',
	);
	const ips = async () =>
		(at((await fly.api('GET', `/apps/${app}/ip_assignments`)).body, 'ips') as Json[]).map(({ ip }) => ip);
	expect(await ips()).toContain(made);
	await fly.graphql(own.get('ReleaseAddress') ?? '', { input: { appId: app, ip: made } });
	expect(await ips()).not.toContain(made);
	await ask('DeleteCertificate', own.get('DeleteCertificate') ?? '');
	expect((await fly.api('GET', `/apps/${app}/certificates/${hostname}`)).status).toBe(404);
	await ask('DeleteApp', own.get('DeleteApp') ?? '');
	expect((await fly.api('GET', `/apps/${app}`)).status).toBe(404);
	expect((await fly.web('GET', `/apps/${app}/releases`)).status).toBe(404);
});

test("what is not simulated is refused in the sandbox's own name, on both faces", async () => {
	const refused = await fly.graphql(
		'mutation { moveApp(input: { appId: "paintbox-api", organizationId: "x" }) { app { id } } }',
	);
	expect(refused.status).toBe(200);
	expect(at(refused.body, 'errors', 0)).toMatchObject({
		message: expect.stringMatching(/^The sandbox does not simulate .*moveApp/),
		extensions: { code: 'NOT_SIMULATED' },
	});
	const egress = await fly.api('POST', `/apps/${app}/ip_assignments`, { json: { type: 'egress_v4' } });
	expect([egress.status, egress.body['error']]).toEqual([
		501,
		expect.stringContaining('The sandbox does not simulate egress'),
	]);
	const unknown = await fly.web('GET', '/managed_postgres');
	expect([unknown.status, unknown.body['error']]).toEqual([
		501,
		expect.stringContaining('The sandbox does not simulate GET /api/v1/managed_postgres'),
	]);
	// A mistake of the client's own is told as any GraphQL server tells it.
	const wrong = await fly.graphql('query ($name: String!) { app(name: $name) { id } }');
	expect(String(at(wrong.body, 'errors', 0, 'message'))).not.toContain('sandbox');
});

test('pages of apps follow their cursor', async () => {
	await fly.control('/apps', { name: 'brush' });
	const page = async (after: string) =>
		at(
			(
				await fly.graphql(
					'query ($after: String) { apps(first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes { name } } }',
					{ after },
				)
			).body,
			'data',
			'apps',
		);
	const first = await page('');
	expect(first).toEqual({ pageInfo: { hasNextPage: true, endCursor: app }, nodes: [{ name: app }] });
	expect(await page(app)).toEqual({ pageInfo: { hasNextPage: false, endCursor: 'brush' }, nodes: [{ name: 'brush' }] });
});
