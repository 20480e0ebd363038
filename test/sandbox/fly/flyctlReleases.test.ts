import type { FlyDriver, Json } from './flyDriver';
import { APP_1, at, startFly } from './flyDriver';

let fly: FlyDriver;
beforeEach(async () => {
	fly = await startFly();
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

const releases = '/apps/paintbox-api/releases';
const image = 'registry.fly.io/paintbox-api:v2';
const input = { app_name: 'paintbox-api', build_id: 0, definition: { kill_timeout: 5 }, image, strategy: 'ROLLING' };
const create = async (more: Json = {}) => await fly.web('POST', '/releases', { json: { ...input, ...more } });

/** The newest releases over both faces, in REST's words. */
const bothFaces = async (): Promise<[unknown, unknown]> => {
	const { body } = await fly.graphql(`{ app(name: "paintbox-api") { releases: releasesUnprocessed(first: 25) { nodes {
		id version stable inProgress status deploymentStrategy user { email } createdAt imageRef
	} } } }`);
	const nodes = at(body, 'data', 'app', 'releases', 'nodes') as Json[];
	const told = nodes.map((node) => ({
		id: node['id'],
		version: node['version'],
		stable: node['stable'],
		in_progress: node['inProgress'],
		status: node['status'],
		strategy: node['deploymentStrategy'],
		user: at(node, 'user', 'email'),
		created_at: node['createdAt'],
		image_ref: node['imageRef'],
	}));
	return [at((await fly.web('GET', releases)).body, 'releases'), told];
};

test('a release that is made over REST moves on over either face, and both show it', async () => {
	const made = await create();
	expect([made.status, made.body['release']]).toEqual([
		201,
		{
			id: expect.any(String),
			version: 2,
			stable: false,
			in_progress: true,
			status: 'pending',
			strategy: 'ROLLING',
			user: 'operator@candlefish.ai',
			created_at: expect.stringMatching(/Z$/),
			image_ref: image,
		},
	]);
	const id = at(made.body, 'release', 'id');
	const moved = await fly.web('PATCH', `/releases/${String(id)}`, { json: { status: 'running', metadata: null } });
	expect(moved.body).toMatchObject({ id, status: 'running', in_progress: true });
	expect((await fly.web('GET', `${releases}/current`)).body).toEqual(moved.body);
	await fly.graphql(`mutation ($input: UpdateReleaseInput!) { updateRelease(input: $input) { release { id } } }`, {
		input: { releaseId: id, status: 'complete' },
	});
	const [rest, graphql] = await bothFaces();
	expect(rest).toEqual(graphql);
	expect(rest).toMatchObject([{ id, status: 'complete', stable: true, in_progress: false }, { version: 1 }]);
});

test("a release of secrets only, and one that GraphQL made, are in REST's list", async () => {
	await fly.control('/releases', { secrets: { A: 'x' } });
	const made = await fly.graphql(
		'mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { release { id } } }',
		{
			input: { appId: 'paintbox-api', image, strategy: 'BLUEGREEN', definition: {}, platformVersion: 'machines' },
		},
	);
	const [rest, graphql] = await bothFaces();
	expect(rest).toEqual(graphql);
	expect(rest).toMatchObject([
		{
			version: 3,
			id: at(made.body, 'data', 'createRelease', 'release', 'id'),
			strategy: 'BLUEGREEN',
			image_ref: image,
		},
		{ version: 2, status: 'complete', image_ref: 'registry.fly.io/paintbox-api:v1' },
		{ version: 1 },
	]);
	expect(at((await fly.web('GET', `${releases}?limit=1`)).body, 'releases')).toMatchObject([{ version: 3 }]);
	// The machines carry the release of the secrets, whose image is the one of before.
	const config = at(await fly.machine(APP_1), 'config', 'metadata');
	expect(at(config, 'fly_release_version')).toBe('2');
});

test('an app without a release has none now, and what is not there is a 404', async () => {
	await fly.api('POST', '/apps', { json: { name: 'brush', org_slug: 'candlefish' } });
	expect((await fly.web('GET', '/apps/brush/releases')).body).toEqual({ releases: [] });
	expect((await fly.web('GET', '/apps/brush/releases/current')).status).toBe(404);
	expect((await fly.web('PATCH', '/releases/none', { json: { status: 'complete' } })).status).toBe(404);
	expect((await create({ app_name: 'nowhere' })).status).toBe(404);
	expect((await fly.web('GET', '/organizations/elsewhere')).status).toBe(404);
	expect(Object.keys((await fly.web('GET', '/releases/all_current')).body)).toEqual(['paintbox-api']);
});

test.each<[string, Json]>([
	['a strategy that is none', { strategy: 'YOLO' }],
	['no image', { image: '' }],
])('a release with %s is refused, and none is made', async (_name, more) => {
	expect((await create(more)).status).toBe(422);
	expect(at((await fly.web('GET', releases)).body, 'releases')).toHaveLength(1);
});

test('releases ask for a token', async () => {
	const without = await fly.web('GET', releases, { authorization: '' });
	expect([without.status, without.body]).toEqual([401, { error: 'unauthorized' }]);
});
