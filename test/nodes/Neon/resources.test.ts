import { useManualClock } from '../../n8n/sandboxClock';
import { byId, main, mainCompute, named, useNeonNode } from './neonNodeDriver';

// Postgres itself starts in some of these.
const clock = useManualClock();
const neon = useNeonNode(clock);

const make = async (name = 'preview') => await neon.run({ operation: 'create', name });
const preview = { branch: named('preview') };

describe('Connection URI', () => {
	const get = { resource: 'connectionUri', operation: 'get' };

	it('redacts the password unless Reveal is on', async () => {
		await make();
		const hidden = await neon.run({ ...get, ...preview });
		expect(hidden).toMatchObject({
			database: 'neondb',
			role: 'neondb_owner',
			password: '***',
			pooled: false,
			default: false,
		});
		expect(hidden.uri).toMatch(/^postgresql:\/\/neondb_owner:\*\*\*@127\.0\.0\.1:\d+\/neondb/);
		expect(JSON.stringify(hidden)).not.toContain('npg_');
		const shown = await neon.run({ ...get, ...preview, reveal: true, pooled: true });
		expect(shown.uri).toContain(`:${String(shown.password)}@`);
		expect(shown.port).not.toBe(hidden.port);
	});

	it('quotes nothing of an answer that cannot be read: the password may be in its first words', async () => {
		await make();
		neon.fault({
			method: 'GET',
			path: '/api/v2/projects/*/connection_uri',
			status: 200,
			times: 'always',
			body: '{"uri":"postgresql://neondb_owner:npg_planted@ep',
		});
		const error = await neon.failure({ ...get, ...preview });
		expect(error.message).toMatch(/the answer is not JSON$/);
		expect(JSON.stringify(error)).not.toContain('npg_planted');
	});

	it('refuses the default and a protected branch', async () => {
		const error = await neon.failure({ ...get, branch: byId(main) });
		expect(error.message).toContain('was not handed out: it is the default branch');
		expect(error.advice).toContain('Allow Default Branch');
		expect(neon.requests('GET', /connection_uri/)).toEqual([]);
		expect(await neon.run({ ...get, branch: byId(main), allowDefaultBranch: true })).toMatchObject({
			default: true,
			password: '***',
		});
	});

	it("does not pass on the URI of another branch's compute", async () => {
		await make();
		neon.fault({
			method: 'GET',
			path: '/api/v2/projects/*/connection_uri',
			status: 200,
			body: { uri: `postgresql://a:npg_b@${mainCompute}-pooler.us-east-2.aws.neon.tech/neondb` },
		});
		const error = await neon.failure({ ...get, ...preview });
		expect(error.message).toContain(`of another compute (${mainCompute}-pooler)`);
	});

	it('names the databases when there are several, or none of that name', async () => {
		await make();
		await neon.run({
			resource: 'database',
			operation: 'create',
			...preview,
			name: 'analytics',
			role: named('neondb_owner'),
		});
		expect((await neon.failure({ ...get, ...preview })).message).toContain('2 databases: neondb, analytics');
		expect((await neon.failure({ ...get, ...preview, database: named('nope') })).message).toContain(
			'it has neondb, analytics',
		);
		expect(await neon.run({ ...get, ...preview, database: named('analytics') })).toMatchObject({
			role: 'neondb_owner',
		});
	});

	it('says that a branch without a compute cannot be connected to', async () => {
		await neon.run({ operation: 'create', name: 'bare', addCompute: false });
		const error = await neon.failure({ ...get, branch: named('bare') });
		expect(error.message).toContain('has no read-write compute');
		expect(error.advice).toContain('Add Compute');
	});
});

describe('Compute', () => {
	const compute = { resource: 'compute', endpoint: byId(mainCompute) };

	it('starts and suspends, and does nothing twice', async () => {
		expect(await neon.run({ ...compute, operation: 'start' })).toMatchObject({ state: 'active', changed: true });
		expect(await neon.run({ ...compute, operation: 'start' })).toMatchObject({ state: 'active', changed: false });
		const refused = await neon.failure({ ...compute, operation: 'suspend' });
		expect(refused.message).toContain('the default branch');
		expect(refused.advice).toContain('Allow Default Branch');
		expect(await neon.run({ ...compute, operation: 'suspend', allowDefaultBranch: true })).toMatchObject({
			state: 'idle',
			changed: true,
		});
		expect(await neon.run({ ...compute, operation: 'suspend', allowDefaultBranch: true })).toMatchObject({
			changed: false,
		});
		expect(neon.writes()).toHaveLength(2);
	});

	it('is no success when it did not start', async () => {
		await neon.control('/operations', { action: 'start_compute', outcome: 'skipped' });
		expect((await neon.failure({ ...compute, operation: 'start' })).message).toContain('is in state idle, not active');
	});

	it('has started when its branch answers', async () => {
		const start = { ...compute, operation: 'start', checkAnswers: true };
		neon.sandbox.addFault({
			platform: 'public',
			kind: 'status',
			status: 500,
			body: { message: 'the compute is away' },
			times: 'always',
		});
		const error = await neon.failure({ ...start, timeoutSeconds: 20 });
		expect(error.message).toContain('it does not answer SELECT 1 (500: the compute is away)');
		await neon.sandbox.reset();
		expect(await neon.run(start)).toMatchObject({ state: 'active', branch: 'main', answered: true, verified: true });
	});

	it('changes size and sleep', async () => {
		const update = { ...compute, operation: 'update' };
		expect(
			await neon.run({
				...update,
				changes: { minimumComputeUnits: 0.5, maximumComputeUnits: 4, suspendAfterSeconds: 600 },
			}),
		).toMatchObject({ minimumComputeUnits: 0.5, maximumComputeUnits: 4, suspendAfterSeconds: 600 });
		expect((await neon.failure({ ...update, changes: {} })).message).toContain('No change is given');
		neon.fault({ method: 'PATCH', status: 200, body: { endpoint: {}, operations: [] } });
		expect((await neon.failure({ ...update, changes: { maximumComputeUnits: 8 } })).message).toContain(
			'did not change autoscaling_limit_max_cu',
		);
	});

	it('lists those of a branch', async () => {
		await make();
		expect(await neon.items({ resource: 'compute', operation: 'getMany' })).toHaveLength(2);
		expect(await neon.items({ resource: 'compute', operation: 'getMany', branch: byId(main) })).toHaveLength(1);
		expect((await neon.failure({ ...compute, endpoint: byId('ep-no'), operation: 'start' })).message).toContain(
			'has no compute "ep-no"',
		);
	});
});

describe('Database and Role', () => {
	it('are made, listed and deleted', async () => {
		await make();
		const role = { resource: 'role', ...preview };
		const made = await neon.run({ ...role, operation: 'create', name: 'reporting' });
		expect(made).toMatchObject({ name: 'reporting', password: '***' });
		const database = { resource: 'database', ...preview };
		expect(
			await neon.run({ ...database, operation: 'create', name: 'reports', role: named('reporting') }),
		).toMatchObject({ owner: 'reporting' });
		expect(
			(await neon.failure({ ...database, operation: 'create', name: 'reports', role: named('reporting') })).message,
		).toContain('has a database "reports" already');
		expect((await neon.failure({ ...role, operation: 'delete', role: named('reporting') })).message).toContain(
			'it owns reports',
		);
		expect(await neon.run({ ...database, operation: 'delete', database: named('reports') })).toMatchObject({
			deleted: true,
		});
		expect(await neon.run({ ...database, operation: 'delete', database: named('reports') })).toMatchObject({
			deleted: false,
		});
		expect(await neon.run({ ...role, operation: 'delete', role: named('reporting') })).toMatchObject({ deleted: true });
		expect((await neon.items({ ...role, operation: 'getMany', simplify: false })).map(({ json }) => json.name)).toEqual(
			['neondb_owner'],
		);
	});

	it.each(['database', 'role'])('is made once when the answer is lost (%s)', async (resource) => {
		await make();
		neon.fault({ method: 'POST', kind: 'lostReply' });
		const parameters = { resource, operation: 'create', ...preview, name: 'twice', role: named('neondb_owner') };
		expect(await neon.run(parameters)).toMatchObject({ name: 'twice' });
		expect(neon.requests('POST', new RegExp(`/${resource}s$`))).toHaveLength(1);
	});

	it('leave the default branch alone unless that is allowed', async () => {
		for (const [resource, operation] of [
			['database', 'delete'],
			['role', 'delete'],
			['role', 'resetPassword'],
		]) {
			const error = await neon.failure({
				resource,
				operation,
				branch: named('main'),
				database: named('neondb'),
				role: named('neondb_owner'),
			});
			expect(error.message).toContain('the default branch');
		}
		expect(neon.writes()).toEqual([]);
	});
});

describe('Role: Reset Password', () => {
	it('gives a new password, which is shown only when revealed', async () => {
		await make();
		const uri = { resource: 'connectionUri', operation: 'get', ...preview, reveal: true };
		const before = await neon.run(uri);
		const reset = { resource: 'role', operation: 'resetPassword', ...preview, role: named('neondb_owner') };
		expect(await neon.run({ ...reset, dryRun: true })).toMatchObject({ plan: { action: 'resetPassword' } });
		expect(await neon.run(reset)).toMatchObject({ password: '***', reset: true });
		const revealed = await neon.run({ ...reset, reveal: true });
		const after = await neon.run(uri);
		expect(after.password).toBe(revealed.password);
		expect(after.password).not.toBe(before.password);
		expect((await neon.failure({ ...reset, role: named('nobody') })).message).toContain('it has neondb_owner');
	});
});

describe('Snapshot', () => {
	const create = { resource: 'snapshot', operation: 'create', branch: named('main'), name: 'before' };

	it('is taken, restored beside the original, and deleted', async () => {
		const taken = await neon.run(create);
		expect(taken).toMatchObject({ name: 'before', sourceBranchId: main });
		const snapshot = { resource: 'snapshot', snapshot: byId(String(taken.id)) };
		const restored = await neon.run({ ...snapshot, operation: 'restore', name: 'look' });
		expect(restored).toMatchObject({ name: 'look', replaced: false, default: false });
		expect((await neon.failure({ ...snapshot, operation: 'restore', name: 'look' })).message).toContain(
			'has a branch "look" already',
		);
		expect(await neon.run({ ...snapshot, operation: 'delete' })).toMatchObject({ deleted: true });
		expect(await neon.run({ ...snapshot, operation: 'delete' })).toMatchObject({ deleted: false });
		expect((await neon.failure({ ...snapshot, operation: 'restore' })).message).toContain('has no snapshot');
	});

	it('takes the place of the original when that is asked for and allowed', async () => {
		const { id } = await neon.run(create);
		await neon.rows(main, 'DELETE FROM colors');
		const restore = { resource: 'snapshot', operation: 'restore', snapshot: byId(String(id)), replaceOriginal: true };
		expect((await neon.failure(restore)).message).toContain('was not replaced: it is the default branch');
		const done = await neon.run({ ...restore, allowDefaultBranch: true, originalName: 'main_before' });
		expect(done).toMatchObject({
			replaced: true,
			name: 'main',
			default: true,
			endpointId: mainCompute,
			originalId: main,
			originalName: 'main_before',
		});
		expect(await neon.rows(String(done.id), 'SELECT count(*)::int AS n FROM colors')).toEqual([{ n: 3 }]);
	});

	it('is taken once when the answer is lost', async () => {
		neon.fault({ method: 'POST', kind: 'lostReply' });
		await neon.run(create);
		expect(await neon.items({ resource: 'snapshot', operation: 'getMany' })).toHaveLength(1);
	});

	it('may stay for longer than a branch may', async () => {
		const kept = await neon.run({
			resource: 'snapshot',
			operation: 'create',
			branch: named('main'),
			name: 'yearly',
			options: { expiresAfterHours: 8_760 },
		});
		expect(Date.parse(String(kept.expiresAt)) - clock.now()).toBeGreaterThan(364 * 86_400_000);
		const past = await neon.failure({
			resource: 'snapshot',
			operation: 'create',
			branch: named('main'),
			options: { expiresAt: '2020-01-01T00:00:00Z' },
		});
		expect(past.message).toContain('is in the past');
	});

	it('is of root branches only', async () => {
		await make();
		expect((await neon.failure({ ...create, ...preview })).message).toContain(
			'root branches only, and preview was made from',
		);
	});
});

describe('Operation and Project', () => {
	it('waits for what is under way, and says what failed', async () => {
		const wait = { resource: 'operation', operation: 'wait' };
		expect(await neon.run(wait)).toMatchObject({ finished: true, operations: [] });
		await make();
		const all = await neon.items({ resource: 'operation', operation: 'getMany', returnAll: true });
		expect(all.map(({ json }) => json.action)).toEqual(['start_compute', 'create_branch']);
		const operationId = String(all[0]?.json.id);
		expect(await neon.run({ resource: 'operation', operation: 'get', operationId })).toMatchObject({ finished: true });
		expect(await neon.run({ resource: 'operation', operation: 'get', operationId: byId(operationId) })).toMatchObject({
			id: operationId,
		});
		expect((await neon.failure({ resource: 'operation', operation: 'get', operationId: byId('') })).message).toContain(
			'Operation is empty',
		);
		await neon.control('/operations', { action: 'start_compute', outcome: 'failed', error: 'no room' });
		await neon.failure({ resource: 'compute', operation: 'start', endpoint: byId(mainCompute) });
		const [failed] = await neon.items({ resource: 'operation', operation: 'getMany', limit: 1 });
		const error = await neon.failure({ ...wait, waitFor: 'one', operationId: String(failed?.json.id) });
		expect(error.message).toContain('failed: no room');
	});

	it('finds projects by name and by id', async () => {
		const get = { resource: 'project', operation: 'get' };
		expect(await neon.run({ ...get, project: named('paintbox') })).toEqual(
			await neon.run({ ...get, project: byId('sandbox-paintbox-123456') }),
		);
		expect(
			(await neon.items({ resource: 'project', operation: 'getMany', returnAll: true })).map(({ json }) => json.name),
		).toEqual(['paintbox', 'promoteros']);
	});

	it('asks each organization when the key must name one', async () => {
		neon.fault({
			method: 'GET',
			path: '/api/v2/projects',
			status: 400,
			body: { code: '', message: 'org_id is required, you can find it on your organization settings page' },
		});
		expect(await neon.items({ resource: 'project', operation: 'getMany' })).toHaveLength(2);
	});
});
