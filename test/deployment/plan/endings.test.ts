import { admitDecided } from '../../../nodes/deployment/ledger/admitDecided';
import { announceBeginning, announceEnd } from '../../../nodes/deployment/ledger/announcement';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { type DeploymentRecord, readRecord } from '../../../nodes/deployment/ledger/record';
import { releaseItems } from '../../../nodes/deployment/plan/releaseItems';
import { catalogRow } from '../catalog/catalogRows';
import {
	commit,
	ledgerEntry,
	liveDeployment,
	minutesBefore,
	NOW,
	reconciled,
	type SightChanges,
	sightOf,
} from './sights';

/*
 * Rows whose run died before anybody could end them. They get their end as soon as it is known that nothing comes of
 * them any more, and not before: as long as an attempt may count as one, it is left as it is.
 */

const died = (id: number, changes: Readonly<Record<string, unknown>> = {}) =>
	ledgerEntry(id, { state: 'running', deployment_id: '', commit: commit('two'), ...changes });
const rollback = (id: number, changes: Readonly<Record<string, unknown>> = {}) =>
	ledgerEntry(id, {
		kind: 'rollback',
		decision: '',
		actor: 'Slipway',
		deployment_id: '',
		commit: '',
		state: 'running',
		previous_id: 'bad',
		reason: 'The health check of two failed: answers 503',
		...changes,
	});
const two = { deployment_id: 'two', commit: commit('two') };
const good = ledgerEntry(1);

const endingsIn = (changes: SightChanges, round = 0) =>
	reconciled([sightOf(changes)], { round }).endings.map(({ entry, state, reason }) => [entry.rowId, state, reason]);

const never = 'Its run died, and nothing of it was found on its platform when that was looked up';
const liveTwo = { deploymentId: 'two', commit: commit('two'), publishedAt: minutesBefore(20) };

it.each<[string, SightChanges, unknown[]]>([
	[
		'under a newer one that is live',
		{ live: liveTwo, ledger: [ledgerEntry(50, two), died(40), good] },
		[[40, 'superseded', never]],
	],
	[
		'under a newer one that failed, each of them',
		{ ledger: [ledgerEntry(50, { ...two, state: 'failed', live_id: 'one' }), died(40), died(39), good] },
		[
			[40, 'superseded', never],
			[39, 'superseded', never],
		],
	],
	[
		'with the id of what is gone by now',
		{ live: liveTwo, ledger: [ledgerEntry(50, two), died(40, { deployment_id: 'gone' }), good] },
		[[40, 'superseded', 'Its run died, and gone was neither live nor under way when that was looked up']],
	],
	[
		'of a look, under a newer look',
		{
			head: 'one',
			ledger: [
				ledgerEntry(50, { kind: 'look', decision: 'record' }),
				died(40, { kind: 'look', decision: 'record', deployment_id: 'one', commit: commit('one') }),
				good,
			],
		},
		[[40, 'superseded', 'Its run died, and one was neither live nor under way when that was looked up']],
	],
	[
		'that is the newest, when the branch is back at what is live',
		{ head: 'one', ledger: [died(40), good] },
		[[40, 'superseded', never]],
	],
	[
		'that was rolled back by its own run',
		{
			ledger: [
				rollback(50, { state: 'live', deployment_id: 'one', commit: commit('one'), live_id: 'one' }),
				died(40),
				good,
			],
		},
		[[40, 'rolledBack', `The health check of two failed: answers 503. Rolled back to ${commit('one').slice(0, 7)}`]],
	],
	[
		'whose own roll back failed',
		{
			live: { deploymentId: 'bad', commit: commit('two') },
			ledger: [rollback(50, { state: 'failed', reason: 'Netlify refused', live_id: 'bad' }), died(40), good],
		},
		[[40, 'failed', 'It was not healthy, and its roll back failed. Netlify refused']],
	],
	[
		'of a roll back that never came to its platform, under the next one',
		{ ledger: [rollback(50, { state: 'live', deployment_id: 'one', live_id: 'one' }), rollback(45), good] },
		[[45, 'superseded', never]],
	],
	[
		"of a person's roll back that died, when nobody can be at it any more and nothing is left to do",
		{ head: 'one', ledger: [rollback(39, { actor: 'kim', previous_id: 'one' }), good] },
		[[39, 'superseded', never]],
	],
	[
		"of a person's roll back that died, while what it is at is held and the branch moves on",
		{ row: { hold: true }, ledger: [rollback(39, { actor: 'kim', previous_id: 'one' }), good] },
		[[39, 'superseded', never]],
	],
	[
		"of a person's roll back that died, under a head that failed",
		{
			ledger: [
				rollback(39, { actor: 'kim', previous_id: 'one' }),
				ledgerEntry(30, { ...two, state: 'failed', live_id: 'one' }),
				good,
			],
		},
		[[39, 'superseded', never]],
	],
	[
		'of each try that died before it had an id, when a person holds it by now',
		{ row: { hold: true }, ledger: [died(41), died(40), good] },
		[
			[41, 'superseded', never],
			[40, 'superseded', never],
		],
	],
	[
		'that died before it had an id, while nothing may be deployed',
		{ row: { window: 'Mon 09:00-09:01 UTC' }, ledger: [died(40), good] },
		[[40, 'superseded', never]],
	],
	[
		'of each try that was given up, as one of those that count',
		{ ledger: [died(42), died(41), died(40), good] },
		[
			[42, 'unknown', never],
			[41, 'unknown', never],
			[40, 'unknown', never],
		],
	],
	[
		'that was being rolled back by its own run, both of which died, under what somebody did outside',
		{
			live: { deploymentId: 'x', commit: commit('x') },
			ledger: [
				ledgerEntry(50, { kind: 'look', decision: 'drifted', state: 'drifted', deployment_id: 'x', live_id: 'x' }),
				rollback(41),
				died(40),
				good,
			],
		},
		[
			[41, 'superseded', never],
			[40, 'failed', 'It was not healthy, and nobody saw how its roll back ended'],
		],
	],
])('ends a row %s', (_name, changes, expected) => {
	expect(endingsIn(changes)).toEqual(expected);
});

it.each<[string, SightChanges]>([
	['is tried again: it counts as a try', { ledger: [died(40), good] }],
	['is live: it is judged', { live: liveTwo, ledger: [died(40, { deployment_id: 'two' }), good] }],
	[
		'is under way: it is followed',
		{
			live: { underWay: { deploymentId: 'new', commit: commit('two'), artifact: '', startedAt: minutesBefore(60) } },
			ledger: [died(40), good],
		},
	],
	[
		'may be under way where nobody could look',
		{ live: { unseen: '503' }, ledger: [ledgerEntry(50, two), died(40), good] },
	],
	[
		'is a roll back that a person may be at',
		{ head: 'one', ledger: [rollback(40, { actor: 'kim', previous_id: 'x' }), good] },
	],
	[
		'is a roll back that a person may be at, and has changed nothing yet',
		{ head: 'one', ledger: [rollback(40, { actor: 'kim', previous_id: 'one' }), good] },
	],
	['is a roll back that died, while something is left to do', { ledger: [rollback(5, { previous_id: 'x' }), good] }],
	[
		'may be the one that is live while a person holds it, until that is judged',
		{ row: { hold: true }, live: liveTwo, ledger: [died(40), good] },
	],
	[
		'may be the one that is under way while a person holds it',
		{
			row: { hold: true },
			live: { underWay: { deploymentId: 'x', commit: commit('x'), artifact: '', startedAt: minutesBefore(1) } },
			ledger: [rollback(5, { actor: 'kim', previous_id: 'x', started_at: minutesBefore(90) }), good],
		},
	],
	[
		'the ledger has not taken yet',
		{ live: liveTwo, ledger: [ledgerEntry(50, two), { ...died(40), isKept: true }, good] },
	],
	[
		'is from before decisions were noted',
		{ live: liveTwo, ledger: [ledgerEntry(50, two), died(40, { decision: '' }), good] },
	],
])('leaves a row that %s', (_name, changes) => {
	expect(endingsIn(changes)).toEqual([]);
});

it('ends a beginning that was written after its end, and names no deployment there a second time', () => {
	const ledger = [ledgerEntry(40, { ...two, state: 'failed', live_id: 'one' }), good];
	const doubles = [died(50, { deployment_id: 'two' })];
	const { endings } = reconciled([sightOf({ ledger, more: { doubles } })]);
	expect(endings).toMatchObject([{ entry: { rowId: 50, deploymentId: '' }, state: 'superseded' }]);
});

it('does not go on for ever when the ledger takes no row', () => {
	const changes = { live: liveTwo, ledger: [ledgerEntry(50, two), died(40), good] };
	expect(endingsIn(changes, 9)).toHaveLength(1);
	expect(reconciled([sightOf(changes)], { round: 10 }).next).toBe('conclude');
});

it.each(['one', 'another'])("judges what a dead run's roll back put live, %s, though that has a row already", (id) => {
	const bad = died(40, { deployment_id: 'bad' });
	const live = { deploymentId: id, commit: commit('one') };
	const { services } = reconciled([sightOf({ live, ledger: [rollback(41), bad, good] })]);
	expect(services[0]?.decision).toMatchObject({ decision: 'verify', rowId: 41, mayRollBack: false });
});

it('does not take what was bad for what was put back', () => {
	const ledger = [rollback(41), died(40, { deployment_id: 'bad' }), good];
	const { services } = reconciled([sightOf({ live: { deploymentId: 'bad', commit: commit('two') }, ledger })]);
	expect(services[0]?.decision).toMatchObject({ decision: 'verify', rowId: 40, mayRollBack: true });
});

/** 03, as far as it decides. */
function conclude(item: Readonly<Record<string, unknown>>, row = catalogRow()): DeploymentRecord {
	const decided = readRecord(item);
	if (decided === null) throw new Error('no record');
	const begun = admitDecided(decided, [row], null, NOW);
	expect(announceBeginning(begun).gitHub.need).toBe('nothing');
	const seen = { ...item, ...begun, live: { ok: true, ...liveDeployment() }, health: { isNeeded: false } };
	return concludeDeployment(readEvidence(begun, seen));
}

it.each<[string, SightChanges, string]>([
	[
		'of a deployment',
		{ ledger: [ledgerEntry(50, { ...two, state: 'failed', live_id: 'one' }), died(40), good] },
		'superseded',
	],
	[
		'of a deployment that was rolled back',
		{
			ledger: [
				rollback(50, { state: 'live', deployment_id: 'one', commit: commit('one'), live_id: 'one' }),
				died(40),
				good,
			],
		},
		'rolledBack',
	],
	[
		'of a roll back',
		{ ledger: [rollback(50, { state: 'live', deployment_id: 'one', live_id: 'one' }), rollback(40), good] },
		'superseded',
	],
])(
	'writes the end of a row %s through, says nothing of what is live, and pages nobody by itself',
	(_name, changes, state) => {
		const release = reconciled([sightOf({ ...changes, row: { hold: true } })]);
		const items = releaseItems(release, { runUrl: '', formUrl: '', catalogRows: [] });
		expect(items).toHaveLength(1);
		const item = items[0] ?? {};
		expect(item).toMatchObject({ task: 'nothing', rowId: 40, lockKey: expect.any(String) });
		const record = conclude(item);
		expect(record).toMatchObject({ rowId: 40, state, verified: false, liveId: '', commit: item.commit });
		const { page, row, change } = announceEnd(record, NOW, '');
		expect({ page, change, id: row.id, finished: row.finished_at }).toEqual({
			page: null,
			change: null,
			id: 40,
			finished: NOW,
		});
	},
);

it.each<[string, SightChanges, string]>([
	['failed while nobody looked', { ledger: [died(40, { deployment_id: 'gone' }), good] }, 'adopt'],
	[
		'failed while nobody looked, and somebody else deploys by now',
		{
			live: { underWay: { deploymentId: 'theirs', commit: commit('x'), artifact: '', startedAt: minutesBefore(1) } },
			ledger: [died(40, { deployment_id: 'gone' }), good],
		},
		'adopt',
	],
	['is live', { live: liveTwo, ledger: [died(40, { deployment_id: 'two' }), good] }, 'verify'],
	[
		'a person rolled back meanwhile',
		{
			ledger: [
				rollback(50, { actor: 'kim', state: 'live', deployment_id: 'one', live_id: 'one' }),
				died(40, { deployment_id: 'gone' }),
				good,
			],
		},
		'deploy',
	],
	['has no id', { ledger: [died(40), good] }, 'deploy'],
])('asks how a deployment ended that was followed, before it tries anew: %s', (_name, changes, word) => {
	expect(reconciled([sightOf(changes)]).services[0]?.decision.decision).toBe(word);
});
