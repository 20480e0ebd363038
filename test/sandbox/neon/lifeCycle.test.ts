import { MAIN, PROJECT, useNeon } from './neonDriver';

const neon = useNeon();
afterAll(() => expect(neon.contract.checked()).toBeGreaterThan(50));

const branches = `/projects/${PROJECT}/branches`;
const locked = 'project already has running conflicting operations, scheduling of new ones is prohibited';

async function create(name: string, rest: Record<string, unknown> = {}): Promise<string> {
	const { data } = await neon.client.createProjectBranch(PROJECT, {
		branch: { name, ...rest },
		endpoints: [{ type: 'read_write' as never }],
	});
	neon.finishOperations();
	return data.branch.id;
}

async function stateOf(id: string): Promise<string> {
	return (await neon.client.getProjectBranch(PROJECT, id)).data.branch.current_state;
}

test('operations take time, one after the other, and lock the project', async () => {
	const { data } = await neon.client.createProjectBranch(PROJECT, {
		branch: { name: 'preview-1' },
		endpoints: [{ type: 'read_write' as never }],
	});
	expect(data.operations.map(({ action, status }) => [action, status])).toEqual([
		['create_branch', 'running'],
		['start_compute', 'scheduling'],
	]);
	expect(await neon.api('POST', branches, { branch: { name: 'preview-2' } })).toMatchObject({
		status: 423,
		body: { code: '', message: locked },
	});
	const again = await neon.api('POST', branches, { branch: { name: 'preview-1' } });
	expect(again).toMatchObject({ status: 409, body: { code: 'BRANCH_ALREADY_EXISTS' } });
	neon.clock.advance(1200);
	expect(await stateOf(data.branch.id)).toBe('ready');
	const last = data.operations[1]?.id ?? '';
	const running = await neon.client.getProjectOperation(PROJECT, last);
	expect(running.data.operation.status).toBe('running');
	neon.clock.advance(1800);
	const done = await neon.client.getProjectOperation(PROJECT, last);
	expect(done.data.operation).toMatchObject({ status: 'finished', total_duration_ms: 1800 });
	const { data: computes } = await neon.client.listProjectBranchEndpoints(PROJECT, data.branch.id);
	expect(computes.endpoints[0]?.current_state).toBe('active');
});

test('of fifty creations at once with one name, one makes a branch', async () => {
	const answers = await Promise.all(
		Array.from({ length: 50 }, async () => await neon.api('POST', branches, { branch: { name: 'same' } })),
	);
	const statuses = answers.map(({ status }) => status);
	expect(statuses.filter((status) => status === 201)).toHaveLength(1);
	expect(statuses.filter((status) => status === 409)).toHaveLength(49);
});

test('an operation that fails leaves the branch where it was, and cancels what follows', async () => {
	await neon.control('/operations', { action: 'create_branch', outcome: 'failed', error: 'no room' });
	const { data } = await neon.client.createProjectBranch(PROJECT, {
		branch: { name: 'unlucky' },
		endpoints: [{ type: 'read_write' as never }],
	});
	neon.finishOperations();
	const { data: list } = await neon.client.listProjectOperations({ projectId: PROJECT });
	expect(list.operations.map(({ action, status, error }) => [action, status, error])).toEqual([
		['start_compute', 'cancelled', undefined],
		['create_branch', 'failed', 'no room'],
	]);
	expect(await stateOf(data.branch.id)).toBe('init');
});

test('a slow start, one that never ends, a locked project, an expired token, a lost reply', async () => {
	await neon.control('/operations', { action: 'start_compute', extra_seconds: 600 });
	const id = await create('slow');
	const endpoint = async () =>
		(await neon.client.listProjectBranchEndpoints(PROJECT, id)).data.endpoints[0]?.current_state;
	expect(await endpoint()).toBe('init');
	neon.clock.advance(600_000);
	expect(await endpoint()).toBe('active');
	await neon.control('/operations', { outcome: 'stuck' });
	await create('stuck');
	neon.clock.advance(86_400_000);
	expect((await neon.api('DELETE', `${branches}/${id}`)).status).toBe(423);
	await neon.sandbox.reset();
	await neon.control(`/projects/${PROJECT}/lock`);
	expect((await neon.api('POST', branches, {})).status).toBe(423);
	await neon.control(`/projects/${PROJECT}/lock`, { locked: false });
	neon.sandbox.addFault({ platform: 'neon', kind: 'lostReply', method: 'POST' });
	await expect(neon.api('POST', branches, { branch: { name: 'lost' } })).rejects.toThrow('fetch failed');
	const { data } = await neon.client.listProjectBranches({ projectId: PROJECT, search: 'lost' });
	expect(data.branches).toHaveLength(1);
	await neon.control('/token');
	expect(await neon.api('GET', '/projects')).toMatchObject({
		status: 401,
		body: { message: 'supplied credentials do not pass authentication' },
	});
});

test('what must not be deleted is not', async () => {
	expect((await neon.api('DELETE', `${branches}/${MAIN}`)).body.message).toContain('default branch');
	const parent = await create('parent');
	const child = await create('child', { parent_id: parent });
	expect(await neon.api('DELETE', `${branches}/${parent}`)).toMatchObject({
		status: 422,
		body: { message: expect.stringContaining('child branches') },
	});
	await neon.client.updateProjectBranch(PROJECT, child, { branch: { protected: true } });
	expect((await neon.api('DELETE', `${branches}/${child}`)).body.message).toContain('protected');
	await neon.client.updateProjectBranch(PROJECT, child, { branch: { protected: false } });
	const { data } = await neon.client.deleteProjectBranch({
		projectId: PROJECT,
		branchId: child,
	});
	expect(data.operations.map(({ action }) => action)).toEqual(['suspend_compute', 'delete_timeline']);
	neon.finishOperations();
	expect((await neon.api('GET', `${branches}/${child}`)).status).toBe(404);
	expect((await neon.api('DELETE', `${branches}/${child}`)).status).toBe(204);
});

test('branches come in pages, sorted and searched; the limit is kept', async () => {
	for (const name of ['b-2', 'b-1', 'b-3']) await create(name);
	const seen: string[] = [];
	let cursor: string | undefined;
	do {
		const { data } = await neon.client.listProjectBranches({
			projectId: PROJECT,
			search: 'b-',
			sort_by: 'name',
			sort_order: 'asc' as never,
			limit: 2,
			cursor,
		});
		seen.push(...data.branches.map(({ name }) => name));
		cursor = data.pagination?.next;
	} while (cursor !== undefined);
	expect(seen).toEqual(['b-1', 'b-2', 'b-3']);
	await neon.control('/limits', { branches_per_project: 4 });
	expect(await neon.api('POST', branches, {})).toMatchObject({
		status: 422,
		body: { code: 'BRANCHES_LIMIT_EXCEEDED' },
	});
});

test('a branch expires; its time starts again when it is reset', async () => {
	const expiresAt = new Date(neon.clock.now() + 3_600_000).toISOString();
	const id = await create('short', { expires_at: expiresAt });
	neon.clock.advance(1_800_000);
	await neon.client.restoreProjectBranch(PROJECT, id, { source_branch_id: MAIN });
	neon.clock.advance(3_000_000);
	expect(await stateOf(id)).toBe('ready');
	neon.clock.advance(700_000);
	expect((await neon.api('GET', `${branches}/${id}`)).status).toBe(404);
	const past = await neon.api('POST', branches, {
		branch: { name: 'past', expires_at: '2020-01-01T00:00:00Z' },
	});
	expect(past.body.message).toContain('must be in the future');
});

test('projects: paged, made, changed and deleted', async () => {
	const { data } = await neon.client.createProject({ project: { name: 'crown-trophy' } });
	expect(data.connection_uris[0]?.connection_uri).toMatch(
		/^postgresql:\/\/neondb_owner:npg_\w+@127\.0\.0\.1:\d+\/neondb\?sslmode=disable$/,
	);
	neon.finishOperations();
	const first = await neon.client.listProjects({ limit: 2 });
	const second = await neon.client.listProjects({ limit: 2, cursor: first.data.pagination?.cursor });
	expect([...first.data.projects, ...second.data.projects].map(({ name }) => name)).toEqual([
		'paintbox',
		'promoteros',
		'crown-trophy',
	]);
	await neon.client.updateProject(data.project.id, { project: { history_retention_seconds: 60 } });
	const { data: changed } = await neon.client.getProject(data.project.id);
	expect(changed.project.history_retention_seconds).toBe(60);
	await neon.client.deleteProject(data.project.id);
	expect((await neon.api('GET', `/projects/${data.project.id}`)).status).toBe(404);
});

test('computes start, suspend, restart, change; one read-write compute a branch', async () => {
	const id = await create('preview-1');
	const { data } = await neon.client.listProjectBranchEndpoints(PROJECT, id);
	const endpointId = data.endpoints[0]?.id ?? '';
	const state = async () => (await neon.client.getProjectEndpoint(PROJECT, endpointId)).data.endpoint.current_state;
	await neon.client.suspendProjectEndpoint(PROJECT, endpointId);
	expect(await state()).toBe('active');
	neon.finishOperations();
	expect(await state()).toBe('idle');
	await neon.client.startProjectEndpoint(PROJECT, endpointId);
	neon.finishOperations();
	await neon.client.restartProjectEndpoint(PROJECT, endpointId);
	neon.finishOperations();
	expect(await state()).toBe('active');
	const { data: changed } = await neon.client.updateProjectEndpoint(PROJECT, endpointId, {
		endpoint: { autoscaling_limit_max_cu: 4, suspend_timeout_seconds: 60 },
	});
	expect(changed.endpoint).toMatchObject({ autoscaling_limit_max_cu: 4, suspend_timeout_seconds: 60 });
	neon.finishOperations();
	const second = await neon.api('POST', `/projects/${PROJECT}/endpoints`, {
		endpoint: { branch_id: id, type: 'read_write' },
	});
	expect(second).toMatchObject({ status: 409, body: { code: 'ENDPOINT_ALREADY_EXISTS' } });
	await neon.client.createProjectEndpoint(PROJECT, {
		endpoint: { branch_id: id, type: 'read_only' as never },
	});
	neon.finishOperations();
	await neon.client.deleteProjectEndpoint(PROJECT, endpointId);
	neon.finishOperations();
	expect((await neon.client.listProjectBranchEndpoints(PROJECT, id)).data.endpoints).toHaveLength(1);
});

test('databases and roles', async () => {
	const id = await create('preview-1');
	const { data: role } = await neon.client.createProjectBranchRole(PROJECT, id, {
		role: { name: 'reader' },
	});
	neon.finishOperations();
	const { data: shown } = await neon.client.getProjectBranchRolePassword(PROJECT, id, 'reader');
	expect(shown.password).toBe(role.role.password);
	const listed = await neon.client.listProjectBranchRoles(PROJECT, id);
	expect(JSON.stringify(listed.data)).not.toContain(shown.password);
	await neon.client.createProjectBranchDatabase(PROJECT, id, {
		database: { name: 'reports', owner_name: 'reader' },
	});
	neon.finishOperations();
	const again = await neon.api('POST', `${branches}/${id}/databases`, {
		database: { name: 'reports', owner_name: 'reader' },
	});
	expect(again.body.code).toBe('DATABASE_ALREADY_EXISTS');
	expect((await neon.api('DELETE', `${branches}/${id}/roles/reader`)).status).toBe(422);
	await neon.client.deleteProjectBranchDatabase(PROJECT, id, 'reports');
	neon.finishOperations();
	await neon.client.deleteProjectBranchRole(PROJECT, id, 'reader');
	neon.finishOperations();
	expect((await neon.client.listProjectBranchRoles(PROJECT, id)).data.roles).toHaveLength(1);
});

test('the default moves; the rate limits hold when they are on; no password is in state or log', async () => {
	const id = await create('next');
	await neon.client.setDefaultProjectBranch(PROJECT, id);
	const { data } = await neon.client.listProjectBranches({ projectId: PROJECT });
	expect(data.branches.filter((branch) => branch.default).map((branch) => branch.id)).toEqual([id]);
	await neon.control('/limits', { enabled: true });
	const statuses: number[] = [];
	for (let call = 0; call < 41; call += 1) statuses.push((await neon.api('GET', '/projects')).status);
	expect(statuses.slice(0, 40)).not.toContain(429);
	expect(statuses[40]).toBe(429);
	neon.clock.advance(1000);
	expect((await neon.api('GET', '/projects')).status).toBe(200);
	await neon.uri(id);
	const kept = JSON.stringify([neon.sandbox.state(), neon.sandbox.requests()]);
	expect(kept).not.toMatch(/npg_|sandbox-neon-token/);
});

describe('what Neon refuses', () => {
	const inDays = (days: number) => new Date(neon.clock.now() + days * 86_400_000).toISOString();

	test('children of a branch that expires, an expiry for one with children, protection for one that expires', async () => {
		const parent = await create('parent');
		await neon.client.createProjectBranch(PROJECT, { branch: { name: 'child', parent_id: parent } });
		neon.finishOperations();
		const expiring = await create('expiring');
		const patch = async (id: string, branch: Record<string, unknown>) =>
			await neon.api('PATCH', `${branches}/${id}`, { branch });
		expect(await patch(parent, { expires_at: inDays(1) })).toMatchObject({
			status: 422,
			body: { message: 'a branch with child branches cannot expire' },
		});
		expect((await patch(expiring, { expires_at: inDays(1) })).status).toBe(200);
		expect((await patch(expiring, { protected: true })).status).toBe(422);
		expect((await patch(expiring, { protected: true, expires_at: null })).status).toBe(200);
		expect((await patch(expiring, { protected: false, expires_at: inDays(1) })).status).toBe(200);
		const grandchild = await neon.api('POST', branches, { branch: { name: 'grandchild', parent_id: expiring } });
		expect(grandchild).toMatchObject({
			status: 422,
			body: { message: 'a branch with an expiration cannot have child branches' },
		});
	});

	test('names above 256 characters, and none', async () => {
		expect((await neon.api('POST', branches, { branch: { name: 'n'.repeat(257) } })).status).toBe(422);
		expect((await neon.api('POST', branches, { branch: { name: ' ' } })).status).toBe(422);
		expect((await neon.api('POST', branches, { branch: { name: 'n'.repeat(256) } })).status).toBe(201);
	});

	test('more root branches than the plan has', async () => {
		await neon.control('/limits', { root_branches_per_project: 2 });
		const schemaOnly = async (name: string) =>
			(await neon.api('POST', branches, { branch: { name, init_source: 'schema-only' } })).status;
		expect(await schemaOnly('schema-1')).toBe(201);
		neon.finishOperations();
		expect(await schemaOnly('schema-2')).toBe(422);
		expect((await neon.api('POST', branches, { branch: { name: 'with-data' } })).status).toBe(201);
		await neon.control('/limits', { root_branches_per_project: 25 });
	});

	test.each([0.3, 0.75, 1.5, 17, 19])('a compute of %d CU', async (units) => {
		const endpoints = [{ type: 'read_write', autoscaling_limit_min_cu: units, autoscaling_limit_max_cu: units }];
		expect((await neon.api('POST', branches, { branch: { name: 'sized' }, endpoints })).status).toBe(422);
	});

	test('autoscaling over too wide a range, or above 16 CU', async () => {
		for (const [minimum, maximum] of [
			[0.25, 16],
			[18, 20],
		]) {
			const endpoints = [{ type: 'read_write', autoscaling_limit_min_cu: minimum, autoscaling_limit_max_cu: maximum }];
			expect((await neon.api('POST', branches, { branch: { name: 'wide' }, endpoints })).status).toBe(422);
		}
	});
});

test('shared projects are a list of their own, no project of that name', async () => {
	expect(await neon.api('GET', '/projects/shared')).toMatchObject({ status: 200, body: { projects: [] } });
});
