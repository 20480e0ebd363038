import type { IDataObject } from 'n8n-workflow';

import { valueAt } from '../../../nodes/deployment/values/jsonFields';
import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const resource = 'servicePreview';
const api = `/repos/${repositoryName}`;

const catalogRows = JSON.stringify([
	{
		json: {
			id: 1,
			service: 'site',
			environment: 'preview',
			platform: 'netlify',
			target: 'paintbox',
			repository: repositoryName,
			branch: 'main',
			enabled: true,
		},
	},
]);

const open = async (more: IDataObject = {}) =>
	Number(
		(await driver.github.control('pull-requests', { repository: repositoryName, deliver: false, ...more })).number,
	);

async function reconcile(item: IDataObject, rows: readonly IDataObject[] = []): Promise<IDataObject[]> {
	const previewRows = rows.length === 0 ? [{ json: {} }] : rows.map((json) => ({ json }));
	const parameters = {
		operation: 'reconcile',
		preview: JSON.stringify(item),
		catalogRows,
		previewRows: JSON.stringify(previewRows),
		longestRunSeconds: 240,
	};
	return await driver.run({ resource, ...parameters, dryRun: false });
}

const tell = async (items: readonly IDataObject[]) =>
	await driver.run({ resource, operation: 'tell', items: JSON.stringify(items) });
const listed = async (path: string) => (await driver.github.api('GET', `${api}${path}`)) as IDataObject[];
const ask = (number: number): IDataObject => ({
	kind: 'preview',
	repository: repositoryName,
	number,
	why: 'pullRequest',
});

/** A run of 06 whose parts all come out well; the rows that it leaves. */
async function run(number: number, rows: readonly IDataObject[] = []): Promise<IDataObject[]> {
	let kept = rows;
	let item = ask(number);
	for (let round = 0; round < 6; round++) {
		const items = await reconcile(item, kept);
		const isActing = ['make', 'remove'].includes(String(items[0]?.next));
		const url = 'https://feature--paintbox.netlify.app';
		const told = await tell(isActing ? items.map((one) => ({ ...one, made: { ok: true, url } })) : items);
		kept = told.flatMap(({ row }, index) => (row === null ? kept : [{ id: index + 1, ...(row as IDataObject) }]));
		item = told[0] ?? {};
		if (!isActing) return [...kept];
	}
	throw new Error('It came to no end');
}

it('tells a pull request in one comment and one deployment, and takes the deployment away with the preview', async () => {
	const number = await open();
	const rows = await run(number);
	expect(rows).toMatchObject([{ state: 'ready', part: 'site', number }]);
	const [comment, ...more] = await listed(`/issues/${number}/comments`);
	expect(more).toEqual([]);
	expect(comment?.body).toMatch(/^<!-- slipway:preview -->\n### The preview of [0-9a-f]{7} is ready/);
	const [deployment, ...others] = await listed('/deployments');
	expect(others).toEqual([]);
	expect(deployment).toMatchObject({ environment: `preview/pr-${number}`, transient_environment: true });
	const [status] = await listed(`/deployments/${String(deployment?.id)}/statuses`);
	expect(status).toMatchObject({ state: 'success', environment_url: 'https://feature--paintbox.netlify.app' });

	// Nothing moved: nothing is written.
	const before = driver.writes().length;
	await run(number, rows);
	expect(driver.writes().length).toBe(before);

	await driver.github.control('pull-requests', {
		repository: repositoryName,
		number,
		action: 'closed',
		deliver: false,
	});
	expect(await run(number, rows)).toMatchObject([{ state: 'removed' }]);
	expect(await listed('/deployments')).toEqual([]);
	const after = await listed(`/issues/${number}/comments`);
	expect(after).toHaveLength(1);
	expect(after[0]?.body).toContain('The preview was removed');
});

it('gives the rows although GitHub takes no comment', async () => {
	const number = await open();
	const items = await reconcile(ask(number));
	const path = `${api}/issues/${number}/comments`;
	driver.github.sandbox.addFault({ platform: 'github', method: 'GET', path, kind: 'status', status: 403 });
	const told = await tell(items.map((one) => ({ ...one, made: { ok: false, reason: 'Netlify said no' } })));
	expect(told).toMatchObject([{ verdict: 'failed', row: { state: 'failed' }, told: { ok: false } }]);
	expect(valueAt(told[0], 'turn', 'lookAgainAt')).not.toBe('');
});

it('asks for what is left over, and for what was never looked at', async () => {
	const number = await open();
	const sweep = async (rows: readonly IDataObject[]) =>
		await driver.run({
			...{ resource, operation: 'sweep', catalogRows, flyApps: [], neonBranches: [] },
			previewRows: JSON.stringify(rows),
		});
	expect(await sweep([])).toMatchObject([
		{ kind: 'preview', number, why: 'daily', turnName: `${repositoryName}#${number}` },
	]);
	const rows = await run(number);
	expect(await sweep(rows)).toEqual([]);
	await driver.github.control('pull-requests', {
		repository: repositoryName,
		number,
		action: 'closed',
		deliver: false,
	});
	expect(await sweep(rows)).toMatchObject([{ number, why: 'daily' }]);
});

it.each([
	[503, 'nothing, since it passes', null],
	[403, 'that somebody has to see to it', 'The open pull requests could not be read'],
])('says of a list that GitHub answers with %i: %s', async (status, _what, message) => {
	await open();
	driver.github.sandbox.addFault({
		...{ platform: 'github', method: 'GET', path: `${api}/pulls`, kind: 'status', status, times: 'always' },
	});
	const swept = driver.run({
		...{ resource, operation: 'sweep', catalogRows, flyApps: [], neonBranches: [], previewRows: '[]' },
	});
	if (message === null) expect(await swept).toEqual([]);
	else await expect(swept).rejects.toThrow(message);
});

it('reads pull requests, and none that is not there', async () => {
	const number = await open({ draft: true });
	const pull = { resource: 'pullRequest' };
	const found = await driver.runOne({ ...pull, operation: 'get', number, options: {} });
	expect(found).toMatchObject({
		exists: true,
		number,
		state: 'open',
		isDraft: true,
		isFork: false,
		baseBranch: 'main',
	});
	expect(
		await driver.runOne({ ...pull, operation: 'get', number, options: { etag: String(found.etag) } }),
	).toMatchObject({
		isUnchanged: true,
	});
	expect(await driver.runOne({ ...pull, operation: 'get', number: 999, options: {} })).toMatchObject({ exists: false });
	expect(await driver.run({ ...pull, operation: 'getMany', state: 'open', limit: 10 })).toHaveLength(1);
	expect(await driver.run({ ...pull, operation: 'getMany', state: 'closed', limit: 10 })).toEqual([]);
});
