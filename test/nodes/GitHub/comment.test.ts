import type { IDataObject } from 'n8n-workflow';

import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const upsert = { resource: 'comment', operation: 'upsert', key: 'preview' };
const remove = { resource: 'comment', operation: 'delete', key: 'preview' };

async function openPullRequest(): Promise<number> {
	const { number } = await driver.github.control('pull-requests', {
		repository: repositoryName,
		action: 'opened',
		deliver: false,
	});
	return Number(number);
}

async function comments(issueNumber: number): Promise<IDataObject[]> {
	return (await driver.github.api(
		'GET',
		`/repos/${repositoryName}/issues/${issueNumber}/comments?per_page=100`,
	)) as IDataObject[];
}

async function write(issueNumber: number, body: string): Promise<void> {
	await driver.github.api('POST', `/repos/${repositoryName}/issues/${issueNumber}/comments`, { body });
}

it('writes one comment and keeps it up to date', async () => {
	const issueNumber = await openPullRequest();
	const created = await driver.runOne({ ...upsert, issueNumber, body: 'Building' });
	expect(created).toMatchObject({ outcome: 'created', issueNumber });
	expect(await driver.runOne({ ...upsert, issueNumber, body: 'Ready' })).toMatchObject({
		id: created.id,
		outcome: 'updated',
	});
	expect(await driver.runOne({ ...upsert, issueNumber, body: 'Ready' })).toMatchObject({
		id: created.id,
		outcome: 'unchanged',
	});
	expect(await comments(issueNumber)).toMatchObject([{ id: created.id, body: '<!-- slipway:preview -->\nReady' }]);
});

it('finds its comment behind a hundred others, and touches none of those', async () => {
	const issueNumber = await openPullRequest();
	for (let number = 0; number < 105; number++) await write(issueNumber, `Remark ${number}`);
	await write(issueNumber, 'Somebody quotes <!-- slipway:preview --> here');
	await write(issueNumber, '<!-- slipway:preview -->\nold');
	await write(issueNumber, '<!-- slipway:other -->\nanother key');
	await write(issueNumber, '<!-- slipway:preview -->\nduplicate');
	expect(await driver.runOne({ ...upsert, issueNumber, body: 'New' })).toMatchObject({
		outcome: 'updated',
		duplicatesRemoved: 1,
	});
	const changed = driver.writes().filter((write) => /PATCH|DELETE/.test(write));
	expect(changed).toHaveLength(2);
	const deleted = await driver.runOne({ ...remove, issueNumber });
	expect(deleted).toMatchObject({ deleted: true, count: 1 });
	const left = await driver.runOne({ ...remove, issueNumber, key: 'other' });
	expect(left).toMatchObject({ deleted: true, count: 1 });
});

it('cuts a text that is too long, and removes duplicates only once the new text is there', async () => {
	const issueNumber = await openPullRequest();
	await write(issueNumber, '<!-- slipway:preview -->\nold');
	await write(issueNumber, '<!-- slipway:preview -->\nduplicate');
	const fault = { platform: 'github', method: 'PATCH', kind: 'status', status: 422, times: 'always' } as const;
	const id = driver.github.sandbox.addFault({
		...fault,
		body: { message: 'Validation Failed', errors: [{ message: 'Body is too long (maximum is 65536 characters)' }] },
	});
	await driver.failure({ ...upsert, issueNumber, body: 'New' });
	expect(await comments(issueNumber)).toHaveLength(2);
	driver.github.sandbox.removeFault(id);
	expect(await driver.runOne({ ...upsert, issueNumber, body: 'x'.repeat(65_530) })).toMatchObject({
		outcome: 'updated',
		duplicatesRemoved: 1,
	});
	const [comment, ...others] = await comments(issueNumber);
	expect(others).toEqual([]);
	expect(String(comment?.body)).toMatch(/x\n\n\*Cut here: .*\*$/);
	expect(String(comment?.body).length).toBeLessThanOrEqual(65_536);
	expect(await driver.runOne({ ...upsert, issueNumber, body: 'x'.repeat(65_530) })).toMatchObject({
		outcome: 'unchanged',
	});
});

it.each(['lostReply', 'malformed', 'reset', 'status'] as const)(
	'writes one comment where an answer is lost (%s)',
	async (kind) => {
		const issueNumber = await openPullRequest();
		driver.github.sandbox.addFault({
			platform: 'github',
			method: 'POST',
			path: `/repos/${repositoryName}/issues`,
			kind,
			...(kind === 'status' && { status: 502 }),
		});
		const created = await driver.runOne({ ...upsert, issueNumber, body: 'Ready' });
		expect(created).toMatchObject({ outcome: 'created' });
		expect(await comments(issueNumber)).toMatchObject([{ id: created.id }]);
	},
);

it('says that there was nothing to delete', async () => {
	const issueNumber = await openPullRequest();
	const result = await driver.runOne({ ...remove, issueNumber });
	expect(result).toMatchObject({ deleted: false, count: 0 });
	expect(result.reason).toContain('slipway:preview');
});

it('says what is wrong with an unknown issue and with a key that would break the marker', async () => {
	const unknown = await driver.failure({ ...upsert, issueNumber: 4711, body: 'x' });
	expect(unknown.message).toContain('404');
	expect(unknown.description).toContain('Check owner');
	const key = await driver.failure({ ...upsert, issueNumber: 1, key: 'a --> b', body: 'x' });
	expect(key.message).toContain('a --> b');
	expect(key.description).toContain('letters');
});
