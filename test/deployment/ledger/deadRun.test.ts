import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decideAboutDeadRun } from '../../../nodes/deployment/ledger/deadRun';

const release = {
	workflow: 'Slipway 02: Release a branch',
	execution: '41',
	node: 'Deploy the wave',
	mode: 'integrated',
	reason: 'Workflow did not finish, possible out-of-memory issue',
	url: 'https://n8n/41',
};
const ask = { repository: 'a/b', branch: 'main', releaseId: 'd/40', previousExecution: '41', why: 'restarted' };
const dead = { ok: true, isFound: true, isDead: true, restarts: 1, turnName: 'a/b@main', owner: 'd/40', item: ask };
const decide = (change: Record<string, unknown>) => decideAboutDeadRun({ ...release, ...change });

describe('a run that died', () => {
	it('has its release taken up again, three times, and then a person is told', () => {
		expect(decide({ turn: dead })).toMatchObject({ next: 'restart', ask });
		expect(decide({ turn: { ...dead, restarts: 3 } }).next).toBe('restart');
		expect(decide({ turn: { ...dead, restarts: 4 } })).toMatchObject({
			next: 'page',
			page: { key: 'slipway/a/b@main', summary: expect.stringContaining('died 4 times') },
		});
	});

	it.each([
		['another run has taken it up, or it lives', { turn: { ...dead, isDead: false, item: null } }],
		['it failed, and all was told', { reason: 'Told: the API is not healthy', turn: dead }],
		[
			'the run that called it tells',
			{ workflow: 'Slipway 03: Deploy one service', turn: { ok: true, isFound: false, isDead: false } },
		],
		[
			'n8n left behind what only asks, and had no turn',
			{ workflow: 'Slipway 08: Look after what nobody looks at', turn: { ok: true, isFound: false, isDead: false } },
		],
	])('needs nothing when %s', (_name, change) => {
		expect(decide(change).next).toBe('nothing');
	});

	it("is known by its execution alone in queue mode, where n8n tells no node, caller or error's name", () => {
		const reason =
			'This execution failed to be processed too many times and will no longer retry. To allow this execution to complete, please break down your workflow or scale up your workers or adjust your worker settings.';
		const told = { reason, node: '', calledBy: '', mode: 'webhook' };
		const noTurn = { ok: true, isFound: false, isDead: false };
		expect(decide({ ...told, turn: dead })).toMatchObject({ next: 'restart', ask });
		expect(decide({ ...told, workflow: 'Slipway 01: Deploy from GitHub', turn: noTurn }).next).toBe('nothing');
		expect(decide({ ...told, workflow: 'Slipway 05: Roll back by hand', turn: noTurn })).toMatchObject({
			next: 'page',
			page: {
				key: 'slipway/execution/41',
				summary: expect.stringMatching(/^Slipway 05: Roll back by hand died: This exec/),
			},
		});
	});

	it('is told when nobody could see whether its release goes on', () => {
		const turn = { ok: false, error: { message: 'Upstash did not answer', advice: '' } };
		expect(decide({ turn })).toMatchObject({
			next: 'page',
			page: { key: 'slipway/execution/41', summary: expect.stringContaining('Upstash did not answer') },
		});
	});

	it('is not told of a release that lost Redis after it had its turn: GitHub Watch takes that up', () => {
		const turn = { ok: false, error: { message: 'Upstash did not answer', advice: '' } };
		const reason = 'Upstash did not answer';
		expect(decide({ turn, reason, node: 'Note what is looked at' }).next).toBe('nothing');
		expect(decide({ turn, reason, node: 'Take the turn' }).next).toBe('page');
		expect(decide({ turn, reason, node: 'Read the catalog' }).next).toBe('page');
		// Each of the steps that count is one of the workflow's.
		const { nodes } = JSON.parse(readFileSync(join(__dirname, '../../../workflows/02-release.json'), 'utf8'));
		const steps: readonly string[] = nodes.map(({ name }: { name: string }) => name);
		expect(steps.filter((node) => decide({ turn, reason, node }).next === 'nothing')).toHaveLength(5);
	});

	it('is told when what asks failed by itself: the next one would fail, too', () => {
		const turn = { ok: true, isFound: false, isDead: false };
		expect(decide({ turn, reason: 'The table slipway_services is not there' }).next).toBe('page');
	});

	it('of its own is told once for each run, by what its message says is affected', () => {
		const died = { turn: { ok: true, isFound: false }, workflow: 'Slipway 40: Once a day', mode: 'trigger' };
		expect(decide(died)).toMatchObject({ claimKey: 'slipway:died:41', page: { key: 'slipway/execution/41' } });
		expect(decide({ ...died, reason: 'slipway/shop/production: it is down' })).toMatchObject({
			page: { key: 'slipway/shop/production' },
		});
	});

	it('that only marks dashboards wakes nobody when n8n left it behind', () => {
		const died = { workflow: 'Slipway 36: Tell Grafana', turn: { ok: true, isFound: false }, mode: 'integrated' };
		expect(decide({ ...died, reason: 'Workflow did not finish, possible out-of-memory issue' }).next).toBe('nothing');
		expect(decide({ ...died, reason: 'The row has no repository' }).next).toBe('page');
	});

	it('that tells is told past itself', () => {
		const turn = { ok: true, isFound: false };
		expect(decide({ workflow: 'Slipway 13: Tell the person on call', turn }).next).toBe('pageDirectly');
	});

	it('is told with what there is when n8n knows next to nothing of it', () => {
		expect(decideAboutDeadRun({ workflow: 'Slipway 01: Deploy from GitHub', reason: 'no reason given' })).toMatchObject(
			{
				next: 'page',
				page: { key: 'slipway/execution/Slipway 01: Deploy from GitHub', runUrl: '' },
			},
		);
	});
});
