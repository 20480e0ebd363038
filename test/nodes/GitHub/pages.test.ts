import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GitHubDeployments } from '../../../nodes/GitHub/GitHubDeployments.node';
import { runNode, runNodeForJson } from '../../n8n/nodeHarness';

const node = new GitHubDeployments();

/** Without any credential: none is asked for, and none is there. */
async function run(operation: string, parameters: INodeParameters, item: IDataObject = {}): Promise<IDataObject> {
	const [json = {}] = await runNodeForJson({
		node,
		items: [{ json: item }],
		parameters: { resource: 'serviceRelease', operation, ...parameters },
	});
	return json;
}

const page = { action: 'trigger', key: 'slipway/a@main', summary: 'it failed', severity: 'error', source: 'a' };

it('prepares a page, and settles it by what PagerDuty answered', async () => {
	const item = { announcement: { page } };
	const tell = await run('preparePage', { item });
	expect(tell).toMatchObject({ keep: ['HSET', 'slipway:tell', page.key, expect.any(String)], isLastTry: false });
	const kept = String((tell.keep as string[])[3]);
	expect(
		await run('settlePage', { item: { ...item, tell, sent: { ok: true }, now: { ok: true, result: kept } } as never }),
	).toMatchObject({ told: true, next: 'note', page: null });
});

it('stops at an item that has no page: the workflow hands over the wrong thing', async () => {
	await expect(
		runNode({
			node,
			items: [{ json: {} }],
			parameters: { resource: 'serviceRelease', operation: 'preparePage', item: {}, putResultInField: 'tell' },
		}),
	).rejects.toThrow('Item has no page');
});

it('takes up the release of a run that died', async () => {
	const ask = { repository: 'a/b', branch: 'main' };
	const turn = { ok: true, isFound: true, isDead: true, restarts: 1, turnName: 'a/b@main', item: ask };
	const died = {
		workflow: 'Slipway 02: Release a branch',
		execution: '4',
		node: '',
		mode: 'integrated',
		reason: 'died',
	};
	expect(await run('recover', { died: { ...died, turn } as never })).toMatchObject({ next: 'restart', ask });
	expect(await run('recover', { died })).toMatchObject({ next: 'page', claimKey: 'slipway:died:4' });
});

it('lists what is watched, and leaves the list as it was when the catalog could not be read', async () => {
	const row = { service: 'a', environment: 'production', platform: 'netlify', target: 'a', enabled: true };
	const rows = [{ id: 1, ...row, repository: 'acme/shop', branch: 'main' }];
	expect(await run('watchList', { catalogRows: rows as never })).toEqual({
		repositories: 1,
		branches: 1,
		commands: [
			['DEL', 'slipway:watch'],
			['HSET', 'slipway:watch', 'acme/shop', expect.stringContaining('"branches":["main"]')],
		],
	});
	await expect(run('watchList', { catalogRows: [{ error: 'no such table' }] as never })).rejects.toThrow(
		'stays as it was',
	);
});

it('says what works and what is missing', async () => {
	const works = { ok: true, items: [] };
	const rows = [{ id: 1, service: 'a', environment: 'production', platform: 'netlify', target: 'a', enabled: true }];
	const item = { gitHub: works, netlify: works, upstash: works, memory: { ok: true, result: '' } };
	expect(await run('checkSetup', { item: item as never, tables: [], catalogRows: rows as never })).toMatchObject({
		ready: false,
		credentials: { GitHub: 'works', PagerDuty: 'was not tried' },
		missing: ['The credential PagerDuty: was not tried'],
		executionsPerMonth: expect.any(Number),
	});
});
