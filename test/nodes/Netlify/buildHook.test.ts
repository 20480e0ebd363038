import { named, useNetlify, paintbox } from './netlifyDriver';

const netlify = useNetlify();

const create = { resource: 'buildHook', operation: 'create', title: 'Content changed' };

it('makes a hook once, and tells its address only when asked to', async () => {
	const made = await netlify.run(create);
	expect(made).toMatchObject({ created: true, title: 'Content changed', branch: 'main', url: '***', id: '***' });
	const again = await netlify.run({ ...create, reveal: true });
	expect(again).toMatchObject({ created: false, fingerprint: made.fingerprint });
	expect(netlify.writes()).toHaveLength(1);
	const before = netlify.sandbox.requests({ platform: 'netlify' }).length;
	const answer = await fetch(String(again.url), { method: 'POST' });
	expect(answer.status).toBe(200);
	expect(netlify.sandbox.requests({ platform: 'netlify' }).length).toBe(before + 1);
	const builds = await netlify.items({ operation: 'getMany', filters: { state: 'new' } });
	expect(builds).toHaveLength(1);
});

it('finds a hook whose making was not answered', async () => {
	netlify.sandbox.addFault({
		platform: 'netlify',
		method: 'POST',
		path: `/api/v1/sites/${paintbox.id}/build_hooks`,
		kind: 'lostReply',
	});
	expect(await netlify.run(create)).toMatchObject({ created: true });
	expect(await netlify.items({ resource: 'buildHook', operation: 'getMany' })).toHaveLength(1);
});

it('lists hooks without what would let one use them', async () => {
	const { id, url } = await netlify.run({ ...create, reveal: true });
	const listed = JSON.stringify(await netlify.items({ resource: 'buildHook', operation: 'getMany' }));
	expect(listed).toContain('Content changed');
	expect(listed).not.toContain(String(id));
	expect(listed).not.toContain(String(url));
	const picked = await netlify.search('searchBuildHooks', 'content', { site: named('paintbox') });
	expect(picked.results).toHaveLength(1);
	expect(JSON.stringify(picked)).not.toContain(String(id));
});

it('deletes by title, by fingerprint and by id', async () => {
	for (const field of ['title', 'fingerprint', 'id'] as const) {
		const hook = await netlify.run({ ...create, reveal: true });
		const deleted = await netlify.run({
			resource: 'buildHook',
			operation: 'delete',
			buildHook: named(String(hook[field])),
		});
		expect(deleted).toMatchObject({ deleted: true, fingerprint: hook.fingerprint });
		expect(JSON.stringify(deleted)).not.toContain(String(hook.id));
		expect(await netlify.items({ resource: 'buildHook', operation: 'getMany' })).toEqual([]);
	}
});

it('asks which one when two have the title', async () => {
	await netlify.run(create);
	await netlify.run({ ...create, branch: 'staging' });
	const error = await netlify.failure({
		resource: 'buildHook',
		operation: 'delete',
		buildHook: named('Content changed'),
	});
	expect(error.message).toBe('2 build hooks have the title "Content changed"');
	expect(error.advice).toContain('fingerprint');
});

it('keeps the id out of the error when Netlify fails', async () => {
	const { id } = await netlify.run({ ...create, reveal: true });
	netlify.sandbox.addFault({ platform: 'netlify', method: 'DELETE', kind: 'status', status: 403 });
	const error = await netlify.failure({
		resource: 'buildHook',
		operation: 'delete',
		buildHook: named('Content changed'),
	});
	expect(error.message).toContain('403');
	expect(error.everything).not.toContain(String(id));
});

it('says what to do with a token that may only look', async () => {
	const error = await netlify.failure(create, { accessToken: 'sandbox-netlify-read-only-token' });
	expect(error.message).toContain('403: Forbidden');
	expect(error.advice).toContain('Developer role');
	expect(error.everything).not.toContain('read-only-token');
});

it('changes nothing in a dry run', async () => {
	expect(await netlify.run({ ...create, dryRun: true })).toMatchObject({ dryRun: true, plan: { exists: false } });
	expect(netlify.writes()).toEqual([]);
});
