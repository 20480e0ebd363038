import type { IDataObject } from 'n8n-workflow';

import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const nothing = [{ json: {} }];
const build = 'build-gateway.yml';

/** A row of the table slipway_services, as the Data Table gives it. */
const site = (row: IDataObject = {}): IDataObject => ({
	id: 1,
	service: 'site',
	environment: 'production',
	platform: 'netlify',
	target: 'paintbox',
	repository: repositoryName,
	branch: 'main',
	paths: 'apps/paintbox/**',
	wave: 3,
	enabled: true,
	hold: false,
	...row,
});
const gateway = (row: IDataObject = {}): IDataObject => ({
	...site(),
	id: 2,
	service: 'gateway',
	platform: 'ecs',
	target: 'candlefish/gateway',
	paths: 'services/gateway/**',
	wave: 1,
	image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/gateway:{commit}',
	build_workflow: build,
	...row,
});
/** What Get Live gives of a service. */
const liveAt = (commit: string, more: IDataObject = {}): IDataObject => ({
	ok: true,
	isLive: true,
	deploymentId: `live-${commit.slice(0, 7)}`,
	artifact: `live-${commit.slice(0, 7)}`,
	commit,
	url: 'https://paintbox.example',
	underWay: null,
	...more,
});
/** A row of the ledger that left this commit live. */
const leftLive = (service: string, commit: string, row: IDataObject = {}): IDataObject => ({
	id: 10,
	kind: 'deploy',
	service,
	environment: 'production',
	repository: repositoryName,
	state: 'live',
	verified: true,
	decision: 'deploy',
	commit,
	deployment_id: `live-${commit.slice(0, 7)}`,
	live_id: `live-${commit.slice(0, 7)}`,
	live_artifact: `live-${commit.slice(0, 7)}`,
	live_commit: commit,
	started_at: '2026-01-01T00:00:00.000Z',
	finished_at: '2026-01-01T00:01:00.000Z',
	release_id: 'd/0',
	...row,
});

interface Round {
	readonly rows: readonly IDataObject[];
	readonly live?: Readonly<Record<string, IDataObject>>;
	readonly ledger?: readonly IDataObject[];
	readonly ask?: IDataObject;
	readonly dryRun?: boolean;
}

const items = (rows: readonly IDataObject[]) => (rows.length === 0 ? nothing : rows.map((json) => ({ json })));

/** One round of a turn: See, a look at each platform, Reconcile. */
async function round({ rows, live = {}, ledger = [], ask = {}, dryRun = false }: Round): Promise<IDataObject[]> {
	const catalogRows = items(rows);
	const release = { repository: repositoryName, branch: 'main', why: 'push', actor: 'kim', deliveryId: 'd-1', ...ask };
	const seen = await driver.run({ resource: 'serviceRelease', operation: 'see', release, catalogRows } as never);
	return await driver.run({
		resource: 'serviceRelease',
		operation: 'reconcile',
		services: seen.map((json) => ({
			json: { ...json, live: live[String(json.service)] ?? { ok: true, isLive: false } },
		})),
		catalogRows,
		ledgerRows: items(ledger),
		longestRunSeconds: 240,
		dryRun,
	} as never);
}

/** The calls of GitHub since the last time, without its numbers. */
function calls(): string[] {
	const made = driver.github.sandbox.requests({ platform: 'github' }).map(({ path }) => path);
	const fresh = made.slice(counted);
	counted = made.length;
	return fresh.map((path) =>
		path.replace(/^\/repositories\/\d+/, '').replace(/[0-9a-f]{40}/g, (sha) => sha.slice(0, 7)),
	);
}
let counted = 0;
beforeEach(() => {
	counted = 0;
});
const start = async (body: object) =>
	await driver.github.control('workflow-runs', { repository: repositoryName, workflow: build, ...body });
const short = (sha: string): string => sha.slice(0, 7);

describe('a service that builds itself', () => {
	it('is deployed at the head, with all that the deployment needs', async () => {
		const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
		const head = await driver.push({ files: { 'apps/paintbox/a.html': 'b' }, message: 'feat: oils\n\nMore.' });
		calls();
		const found = await round({ rows: [site()], live: { site: liveAt(live) }, ledger: [leftLive('site', live)] });
		expect(found).toMatchObject([
			{
				next: 'deploy',
				service: 'site',
				decision: 'deploy',
				task: 'deploy',
				kind: 'deploy',
				commit: head,
				headCommit: head,
				message: 'feat: oils',
				previousId: `live-${short(live)}`,
				lockKey: 'netlify/paintbox',
				release: { head, headMessage: 'feat: oils', releaseId: 'd-1/execution-under-test', round: 0 },
			},
		]);
		expect(calls()).toEqual([`/repos/${repositoryName}`, '/branches/main', `/compare/${short(live)}...${short(head)}`]);
	});

	it('is left where nothing of it changed, whichever commit is the newer one', async () => {
		const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
		const head = await driver.push({ files: { 'README.md': 'only words' } });
		const state = { rows: [site()], live: { site: liveAt(live) }, ledger: [leftLive('site', live)] };
		expect(await round(state)).toMatchObject([{ next: 'conclude', state: 'live' }]);
		// The branch is set back: what is live is ahead of it now.
		await driver.github.api('PATCH', `/repos/${repositoryName}/git/refs/heads/main`, { sha: live, force: true });
		calls();
		const ahead = { rows: [site()], live: { site: liveAt(head) }, ledger: [leftLive('site', head)] };
		expect(await round(ahead)).toMatchObject([{ next: 'conclude', state: 'live' }]);
		expect(calls().filter((path) => path.startsWith('/compare/'))).toEqual([
			`/compare/${short(head)}...${short(live)}`,
			`/compare/${short(live)}...${short(head)}`,
		]);
	});

	it('asks about a pair of commits once, for all its services and questions', async () => {
		const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
		const head = await driver.push({ files: { 'README.md': 'r' } });
		const rows = [1, 2, 3, 4].map((id) =>
			site({ id, service: `site-${id}`, target: `site-${id}`, paths: `apps/${id}/**` }),
		);
		const names = rows.map(({ service }) => String(service));
		calls();
		await round({
			rows,
			live: Object.fromEntries(names.map((name) => [name, liveAt(live)])),
			ledger: names.map((name, index) => leftLive(name, live, { id: index + 1 })),
		});
		expect(calls()).toEqual([`/repos/${repositoryName}`, '/branches/main', `/compare/${short(live)}...${short(head)}`]);
	});

	it('asks about it no more in the next round of the release, and by the same files', async () => {
		const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
		const head = await driver.push({ files: { 'apps/paintbox/a.html': 'b' } });
		const state = { rows: [site()], live: { site: liveAt(live) }, ledger: [leftLive('site', live)] };
		const [first] = await round(state);
		calls();
		const again = await round({ ...state, ask: { release: first?.release ?? null } });
		expect(again).toMatchObject([{ decision: 'deploy', commit: head, release: { round: 1 } }]);
		expect(calls()).toEqual(['/branches/main']);
		// Its paths are those of this round: the files are known, not what follows from them.
		const moved = { ...state, rows: [site({ paths: 'apps/other/**' })], ask: { release: first?.release ?? null } };
		expect(await round(moved)).toMatchObject([{ next: 'conclude', state: 'live' }]);
	});

	it('asks nothing about files where a service has no paths', async () => {
		const live = await driver.push();
		await driver.push();
		calls();
		const state = { rows: [site({ paths: '' })], live: { site: liveAt(live) }, ledger: [leftLive('site', live)] };
		expect(await round(state)).toMatchObject([{ next: 'deploy' }]);
		expect(calls()).toEqual([`/repos/${repositoryName}`, '/branches/main']);
	});
});

describe('a service whose image is built', () => {
	const withBuild = { '.github/workflows/build-gateway.yml': 'name: Build gateway\n' };

	it('waits while it is built, goes as soon as it is, and takes a build of the same content', async () => {
		const live = await driver.push({ files: { ...withBuild, 'services/gateway/a.js': 'a' } });
		const built = await driver.push({ files: { 'services/gateway/a.js': 'b' } });
		const state = { rows: [gateway()], live: { gateway: liveAt(live) }, ledger: [leftLive('gateway', live)] };
		await start({});
		expect(await round(state)).toMatchObject([{ next: 'conclude', state: 'waiting' }]);
		driver.github.advance(60_000);
		driver.github.advance(60_000);
		const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/gateway:${built}`;
		expect(await round(state)).toMatchObject([{ next: 'deploy', commit: built, artifact: image, decision: 'deploy' }]);
		const head = await driver.push({ files: { 'README.md': 'path filters build nothing of this' } });
		expect(await round(state)).toMatchObject([{ next: 'deploy', commit: built, artifact: image, headCommit: head }]);
	});

	it("takes no run of a pull request, whose branch has a name of the fork's choice", async () => {
		const live = await driver.push({ files: { ...withBuild, 'services/gateway/a.js': 'a' } });
		await driver.push({ files: { 'services/gateway/a.js': 'b' } });
		await start({ event: 'pull_request', conclusion: 'success' });
		driver.github.advance(60_000);
		driver.github.advance(60_000);
		const state = { rows: [gateway()], live: { gateway: liveAt(live) }, ledger: [leftLive('gateway', live)] };
		expect(await round(state)).toMatchObject([{ next: 'conclude', state: 'waiting' }]);
	});

	it('takes a workflow that is not there for one that never ran', async () => {
		const live = await driver.push({ files: { ...withBuild, 'services/gateway/a.js': 'a' } });
		await driver.push({ files: { 'services/gateway/a.js': 'b' } });
		const rows = [gateway({ build_workflow: 'build-none.yml' })];
		const [item] = await round({ rows, live: { gateway: liveAt(live) }, ledger: [leftLive('gateway', live)] });
		expect(item).toMatchObject({ next: 'conclude', state: 'waiting' });
		expect(JSON.stringify(item)).toContain('build-none.yml');
	});

	it('asks for the runs of one workflow once, for all whose images it builds', async () => {
		const live = await driver.push({ files: { ...withBuild, 'services/gateway/a.js': 'a' } });
		await driver.push({ files: { 'services/gateway/a.js': 'b' } });
		const rows = [gateway(), gateway({ id: 3, service: 'edge', target: 'candlefish/edge' })];
		calls();
		await round({
			rows,
			live: { gateway: liveAt(live), edge: liveAt(live) },
			ledger: [leftLive('gateway', live), leftLive('edge', live, { id: 11 })],
		});
		expect(calls().filter((path) => path.includes('/runs'))).toEqual([`/actions/workflows/${build}/runs`]);
	});
});

it('deploys the commit of the latest release where the row says so, however far the branch is', async () => {
	const released = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
	const publish = async (tag: string, more: object = {}) =>
		await driver.github.api('POST', `/repos/${repositoryName}/releases`, { tag_name: tag, ...more });
	const state = { rows: [site({ deploy_from: 'release' })] };
	expect(await round(state)).toMatchObject([{ next: 'conclude', state: 'blocked' }]);
	await publish('v1');
	await driver.push({ files: { 'apps/paintbox/a.html': 'b' } });
	await publish('v2-rc', { prerelease: true });
	await publish('v2', { draft: true });
	expect(await round(state)).toMatchObject([{ next: 'deploy', commit: released }]);
});

describe('what GitHub does not tell', () => {
	const fault = (fields: object) =>
		driver.github.sandbox.addFault({ platform: 'github', kind: 'status', times: 'always', ...fields } as never);
	const state = (live: string) => ({ rows: [site()], live: { site: liveAt(live) }, ledger: [leftLive('site', live)] });

	it.each([
		['an outage', { status: 503 }, 9],
		['a lost connection', { kind: 'reset' }, 9],
		['half an answer', { kind: 'malformed' }, 9],
		['a bad token', { status: 401, body: { message: 'Bad credentials' } }, 1],
		['a repository that the token does not see', { status: 404, body: { message: 'Not Found' } }, 2],
		[
			'a rate limit',
			{ status: 403, headers: { 'x-ratelimit-remaining': '0' }, body: { message: 'API rate limit exceeded for user' } },
			1,
		],
		['a secondary limit', { status: 429, headers: { 'retry-after': '60' }, body: { message: 'Slow down' } }, 1],
	])('is unseen, and soon looked for again: %s', async (_name, fields, mostCalls) => {
		const live = await driver.push();
		fault(fields);
		calls();
		const [item, ...others] = await round(state(live));
		expect(others).toEqual([]);
		expect(item).toMatchObject({ next: 'conclude', state: 'unseen', announcement: expect.anything() });
		expect((item?.turn as IDataObject).lookAgainAt).toMatch(/Z$/);
		expect(calls().length).toBeLessThanOrEqual(mostCalls);
	});

	it('is unseen where it tells the head, and not what differs; and no pair is asked after an outage', async () => {
		const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
		await driver.push({ files: { 'apps/paintbox/a.html': 'b' } });
		fault({ status: 503, path: '/repositories/*/compare/**' });
		const rows = ['one', 'two', 'three'].map((service, index) => site({ id: index + 1, service, target: service }));
		calls();
		const [item] = await round({
			rows,
			live: { one: liveAt(live), two: liveAt('b'.repeat(40)), three: liveAt('c'.repeat(40)) },
			ledger: [
				leftLive('one', live, { id: 1 }),
				leftLive('two', 'b'.repeat(40), { id: 2 }),
				leftLive('three', 'c'.repeat(40), { id: 3 }),
			],
		});
		expect(item).toMatchObject({ next: 'conclude', state: 'unseen' });
		// The three begin side by side, each with its tries; nothing is asked about them again in this look.
		expect(calls().filter((path) => path.startsWith('/compare/')).length).toBeLessThanOrEqual(9);
	});

	it('does not deploy what it cannot see to be built', async () => {
		const live = await driver.push({
			files: { '.github/workflows/build-gateway.yml': 'name: b\n', 'services/gateway/a.js': 'a' },
		});
		await driver.push({ files: { 'services/gateway/a.js': 'b' } });
		fault({ status: 500, path: '/repositories/*/actions/**' });
		const [item] = await round({
			rows: [gateway()],
			live: { gateway: liveAt(live) },
			ledger: [leftLive('gateway', live)],
		});
		expect(item).toMatchObject({ next: 'conclude', state: 'unseen' });
	});
});

describe('a repository', () => {
	it('that was renamed is followed under its number', async () => {
		const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a' } });
		const state = { rows: [site()], live: { site: liveAt(live) }, ledger: [leftLive('site', live)] };
		const [first] = await round(state);
		const { repositoryId } = (first as { release: IDataObject }).release;
		await driver.github.control('rename', { repository: repositoryName, name: 'storefront' });
		const head = await driver.push({ repository: 'candlefish-ai/storefront', files: { 'apps/paintbox/a.html': 'b' } });
		calls();
		expect(await round({ ...state, ask: { repositoryId } })).toMatchObject([{ next: 'deploy', commit: head }]);
		expect(calls()[0]).toBe('/branches/main');
		// Without the number GitHub leads from the former name to the new one.
		expect(await round(state)).toMatchObject([{ next: 'deploy', commit: head, release: { repositoryId } }]);
	});

	it('whose name somebody else took deploys nothing of theirs', async () => {
		const live = await driver.push();
		const rows = [site({ repository_id: '999999999' })];
		const [item] = await round({ rows, live: { site: liveAt(live) }, ledger: [leftLive('site', live)] });
		expect(item).toMatchObject({ next: 'conclude', state: 'blocked' });
		expect(JSON.stringify(item)).toContain('999999999');
	});

	it('whose branch is gone is blocked, and so it is where the branch was renamed', async () => {
		const live = await driver.push({ branch: 'next' });
		const state = {
			rows: [site({ branch: 'next' })],
			live: { site: liveAt(live) },
			ledger: [leftLive('site', live)],
			ask: { branch: 'next' },
		};
		await driver.github.api('DELETE', `/repos/${repositoryName}/git/refs/heads/next`);
		expect(await round(state)).toMatchObject([{ next: 'conclude', state: 'blocked' }]);
	});
});

it('concludes for a repository and branch of which the catalog has nothing', async () => {
	await driver.push();
	expect(await round({ rows: [] })).toMatchObject([{ next: 'conclude', state: 'nothing' }]);
});

it("stops where the ledger could not be read: a deployment of ours must not pass for somebody else's", async () => {
	const failed = round({ rows: [site()], ledger: [{ error: 'The table is locked' }] });
	await expect(failed).rejects.toThrow('slipway_deployments could not be read');
});

it('tells a plan without any write, with the calls it made and those that a release would make', async () => {
	const live = await driver.push({ files: { 'apps/paintbox/a.html': 'a', 'services/gateway/a.js': 'a' } });
	const head = await driver.push({ files: { 'apps/paintbox/a.html': 'b' } });
	const plan = await round({
		rows: [site({ depends_on: 'gateway' }), gateway({ build_workflow: '', migration: 'migrate up' })],
		live: { site: liveAt(live), gateway: { ok: true, isLive: false } },
		ledger: [leftLive('site', live)],
		dryRun: true,
	});
	expect(plan).toMatchObject([
		{
			service: 'gateway',
			decision: 'deploy',
			task: 'deploy',
			gitHubCalls: 3,
			wouldCall: [
				'GitHub: open a deployment of gateway to production',
				expect.stringContaining(`register a revision of the task definition with`),
				'Amazon ECS: run the migration of candlefish/gateway',
				'Amazon ECS: update candlefish/gateway',
				'GitHub: set its last status',
			],
		},
		{
			service: 'site',
			decision: 'deploy',
			commit: head,
			wouldCall: expect.arrayContaining(['Netlify: build main on paintbox']),
		},
	]);
	expect(driver.writes()).toEqual([]);
});

it('lists what a failed release has to roll back, and what stays', async () => {
	const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
	const rows = [site({ depends_on: 'gateway' }), gateway(), gateway({ id: 3, service: 'worker', target: 'c/worker' })];
	const deployed = (service: string, id: number, row: IDataObject = {}) =>
		leftLive(service, fresh, {
			id,
			release_id: 'd/1',
			started_at: '2026-01-02T00:00:00.000Z',
			finished_at: '2026-01-02T00:01:00.000Z',
			previous_id: `live-${short(old)}`,
			...row,
		});
	const ledger = [
		deployed('site', 23, { state: 'failed', verified: false, live_id: '', started_at: '2026-01-02T00:05:00.000Z' }),
		deployed('worker', 22),
		deployed('gateway', 21),
		leftLive('worker', old, { id: 12 }),
		leftLive('gateway', old, { id: 11 }),
	];
	const list = await driver.run({
		resource: 'serviceRelease',
		operation: 'compensation',
		services: rows.map(({ service }) => ({
			json: {
				service,
				environment: 'production',
				live: liveAt(fresh),
				release: { repository: repositoryName, branch: 'main', why: 'push' },
			},
		})),
		catalogRows: items(rows),
		ledgerRows: items(ledger),
	} as never);
	expect(list).toEqual([
		{
			service: 'gateway',
			environment: 'production',
			platform: 'ecs',
			target: 'candlefish/gateway',
			goesBack: true,
			because: 'site/production',
			badDeploymentId: `live-${short(fresh)}`,
			badCommit: fresh,
			toDeploymentId: `live-${short(old)}`,
			toCommit: old,
			triesCount: 0,
			reason: '',
		},
	]);
	expect(driver.github.sandbox.requests({ platform: 'github' })).toEqual([]);
});

it("computes DORA's five of the ledger's rows, of all services and of each", async () => {
	const now = Date.now();
	const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
	const ledger = [
		leftLive('site', 'a'.repeat(40), { id: 1, started_at: at(100), finished_at: at(98), release_id: 'r' }),
		leftLive('gateway', 'a'.repeat(40), { id: 2, state: 'rolledBack', started_at: at(90), finished_at: at(80) }),
	];
	const releases = [
		{ id: 1, release_id: 'r', started_at: at(103) },
		{ id: 2, release_id: 'r', started_at: at(70) },
	];
	const found = await driver.run({
		resource: 'serviceRelease',
		operation: 'metrics',
		ledgerRows: items(ledger),
		releaseRows: items(releases),
		environment: 'production',
		days: 7,
		perService: true,
	} as never);
	const valueOf = (item: IDataObject | undefined, name: string) =>
		(item?.metrics as IDataObject[]).find((metric) => metric.name === name)?.value;
	expect(found.map(({ service }) => service)).toEqual(['', 'gateway', 'site']);
	expect(valueOf(found[0], 'changeFailRate')).toBe(0.5);
	expect(valueOf(found[1], 'failedDeploymentRecoveryTime')).toBe(600);
	expect(valueOf(found[2], 'changeLeadTime')).toBe(300);
	expect(found[2]).toMatchObject({ environment: 'production', days: 7 });
});
