import { boardOf } from '../../../nodes/deployment/board/board';
import type { BoardSight } from '../../../nodes/deployment/board/boardSight';
import { attentionEntries } from '../../../nodes/deployment/board/page/attentionList';
import { boardPage } from '../../../nodes/deployment/board/page/boardPage';
import type { ServiceCard } from '../../../nodes/deployment/board/serviceCard';
import {
	catalogTableRow,
	commitOf,
	ledgerTableRow,
	minutesAgo,
	nothingRead,
	nowMs,
	releaseTableRow,
} from './boardSights';

/** The card of the only service. */
function cardOf(ledgerRows: readonly unknown[], sight: Partial<BoardSight> = {}): ServiceCard {
	const [card, ...others] = boardOf({
		...nothingRead,
		catalogRows: [catalogTableRow()],
		ledgerRows,
		...sight,
	}).services;
	expect(others).toEqual([]);
	if (card === undefined) throw new Error('No card');
	return card;
}

describe('what is live', () => {
	it('is what the newest concluded row left, since the first of those that all left it', () => {
		const rows = [
			ledgerTableRow(1, 500, 490),
			ledgerTableRow(2, 300, 290, { actor: 'lee' }),
			// It failed, and what was live before stayed.
			ledgerTableRow(3, 100, 90, { state: 'failed', verified: false, live_id: 'd2', live_commit: commitOf(2) }),
		];
		const { live, health, checkedAt, problem } = cardOf([...rows].reverse(), {
			releaseRows: [releaseTableRow(2, { message: 'Newer prices\n\nwith more lines' })],
		});
		expect(live).toMatchObject({
			commit: commitOf(2),
			message: 'Newer prices',
			since: minutesAgo(290),
			actor: 'lee',
		});
		expect({ health, checkedAt }).toEqual({ health: 'healthy', checkedAt: minutesAgo(290) });
		expect(problem).toMatchObject({ severity: 'bad', what: 'The last deployment failed' });
	});

	it('is live anew since a roll back put it there again', () => {
		const rows = [
			ledgerTableRow(1, 500, 490),
			ledgerTableRow(2, 300, 290),
			ledgerTableRow(3, 100, 99, {
				kind: 'rollback',
				deployment_id: 'd1',
				live_id: 'd1',
				commit: commitOf(1),
				live_commit: commitOf(1),
				previous_id: 'd2',
			}),
		];
		expect(cardOf(rows).live).toMatchObject({ commit: commitOf(1), since: minutesAgo(99) });
		expect(cardOf(rows).attempts.map(({ end }) => end)).toEqual(['good', 'back']);
	});

	it('is not healthy when what failed stayed', () => {
		const { health, problem } = cardOf([ledgerTableRow(1, 9, 5, { state: 'failed', verified: false })]);
		expect(health).toBe('unhealthy');
		expect(problem?.what).toBe('The last deployment failed, and is still live');
	});

	it('was changed outside, or is nothing any more', () => {
		const before = ledgerTableRow(1, 500, 490);
		const drifted = ledgerTableRow(2, 9, 5, { kind: 'look', state: 'drifted', verified: false });
		expect(cardOf([before, drifted])).toMatchObject({ health: 'outside', problem: { severity: 'warning' } });
		const gone = { ...drifted, live_id: 'none', deployment_id: 'none', live_commit: '' };
		expect(cardOf([before, gone])).toMatchObject({ live: null, health: 'outside', problem: { severity: 'bad' } });
	});

	it('says what is under way, and calls what is silent for an hour unseen', () => {
		const running = (began: number) =>
			ledgerTableRow(2, began, 0, { state: 'running', verified: false, live_id: '', finished_at: null });
		expect(cardOf([ledgerTableRow(1, 500, 490), running(5)])).toMatchObject({
			underWay: { rowId: 2 },
			problem: null,
			live: { commit: commitOf(1) },
		});
		expect(cardOf([ledgerTableRow(1, 500, 490), running(61)])).toMatchObject({
			underWay: null,
			problem: { severity: 'warning', what: 'Nobody saw how the last change ended' },
		});
	});

	it('says that the last one was bad and went back, also when the roll back has a row of its own', () => {
		const rows = [
			ledgerTableRow(1, 500, 490),
			ledgerTableRow(2, 30, 20, { state: 'rolledBack', verified: false, live_id: 'd1', reason: 'It answered 503' }),
		];
		const wanted = {
			severity: 'warning',
			what: 'The last deployment was bad, and was rolled back',
			reason: 'It answered 503',
		};
		expect(cardOf(rows)).toMatchObject({ problem: wanted, canTryAgain: true });
		const rollback = { kind: 'rollback', deployment_id: 'd1', live_id: 'd1', previous_id: 'd2', actor: 'Slipway' };
		expect(cardOf([...rows, ledgerTableRow(3, 22, 20, rollback)]).problem).toMatchObject(wanted);
		const because = { ...rollback, because: 'api/production' };
		expect(cardOf([rows[0], ledgerTableRow(3, 22, 20, because)]).problem?.what).toBe(
			'Rolled back because api/production failed',
		);
		// A good one afterwards ends it.
		expect(cardOf([...rows, ledgerTableRow(4, 10, 9)])).toMatchObject({ problem: null, canTryAgain: false });
	});

	it('was never deployed where the ledger has no row', () => {
		expect(cardOf([])).toMatchObject({ live: null, health: 'none', problem: null, attempts: [] });
	});

	it('counts what the ledger has not taken yet', () => {
		const kept = {
			pages: {},
			rows: [JSON.stringify({ ...ledgerTableRow(0, 5, 4), id: 0, commit: commitOf(7), live_commit: commitOf(7) })],
		};
		const board = boardOf({
			...nothingRead,
			catalogRows: [catalogTableRow()],
			ledgerRows: [ledgerTableRow(1, 500, 490)],
			kept,
		});
		expect(board.services[0]?.live?.commit).toBe(commitOf(7));
		expect(board.keptRows).toBe(1);
	});
});

it('shows what somebody has to look at first, then production, and no row of previews', () => {
	const catalogRows = [
		catalogTableRow({ id: 1, service: 'b', target: 'b' }),
		catalogTableRow({ id: 2, service: 'a', environment: 'staging', target: 'a', context: 'branch:staging' }),
		catalogTableRow({ id: 3, service: 'c', target: 'c' }),
		catalogTableRow({ id: 4, service: 'c', environment: 'preview', target: 'c' }),
	];
	const ledgerRows = [ledgerTableRow(1, 9, 5, { service: 'c', state: 'failed', live_id: '' })];
	const { services } = boardOf({ ...nothingRead, catalogRows, ledgerRows });
	expect(services.map(({ row }) => `${row.service}/${row.environment}`)).toEqual([
		'c/production',
		'b/production',
		'a/staging',
	]);
});

it('lists the pages that nobody was told, and none that somebody was', () => {
	const page = (key: string) => JSON.stringify({ key, at: 'run-1', since: nowMs - 60_000, summary: `${key} is down` });
	const pages = {
		a: page('a'),
		b: page('b'),
		'told:b': 'run-1',
		'next:a': JSON.stringify({ at: 'run-1', nextAt: nowMs * 2 }),
	};
	const board = boardOf({ ...nothingRead, kept: { pages, rows: [] } });
	expect(board.unsentPages.map(({ key }) => key)).toEqual(['a']);
});

it('shows what previews there are, which approvals wait, and which secrets differ', () => {
	const preview = {
		id: 1,
		key: 'acme/shop#7/site/web',
		repository: 'acme/shop',
		number: 7,
		part: 'site',
		service: 'web',
		platform_id: '',
	};
	const approval = { id: 1, key: 'acme/shop@main/web/production', state: 'asked', given_by: '' };
	const board = boardOf({
		...nothingRead,
		previewRows: [
			{ ...preview, state: 'ready' },
			{ ...preview, id: 2, state: 'removed' },
		],
		approvalRows: [
			{ ...approval, expires_at: minutesAgo(-60) },
			{ ...approval, id: 2, expires_at: minutesAgo(1) },
			{ ...approval, id: 3, state: 'used', expires_at: minutesAgo(-60) },
		],
		secretSyncRows: [
			{
				id: 1,
				service: 'web',
				environment: 'production',
				source: 'aws',
				state: 'differs',
				drift: 'TOKEN',
				synced_at: minutesAgo(5),
			},
			{
				id: 2,
				service: 'api',
				environment: 'production',
				source: 'aws',
				state: 'synced',
				drift: '',
				synced_at: minutesAgo(5),
			},
			{
				id: 3,
				service: 'worker',
				environment: 'production',
				source: 'aws',
				source_name: 'prod/worker',
				target: 'github',
				target_name: 'acme/shop',
				state: 'synced',
				drift: 'API_KEY',
				synced_at: minutesAgo(5),
			},
		],
	});
	expect(board.previews.map(({ state }) => state)).toEqual(['ready']);
	expect(board.approvals).toEqual([expect.objectContaining({ id: 1 })]);
	expect(attentionEntries(board).map(({ word, what, reason }) => [word, what, reason])).toEqual([
		['Waits for approval', expect.any(String), expect.any(String)],
		['Secrets', 'web (production), from AWS to its own platform: differs', 'differs at the target: TOKEN'],
		[
			'Secrets',
			'worker (production), from AWS prod/worker to GitHub acme/shop: changed by somebody',
			'differed at the target without a change of the source, and was put right: API_KEY',
		],
	]);
	const page = boardPage(board);
	expect(page).toContain('/form/slipway-approve?release=acme%2Fshop%40main%2Fweb%2Fproduction');
	expect(page).toContain('https://github.com/acme/shop/pull/7');
});
