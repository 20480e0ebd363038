import { commit, ledgerEntry, liveDeployment, minutesBefore, reconciled, type SightChanges, sightOf } from './sights';

/*
 * What was left live where the rows leave it open: what they may have left there is nobody's drift.
 */

const live = (word: string) => liveDeployment({ deploymentId: word, artifact: word, commit: commit(word) });
const good = ledgerEntry(1);
const bad = { deployment_id: 'bad', commit: commit('bad'), previous_id: 'one' };

/** It was bad, and its platform was away when it was to go back. */
const failed = ledgerEntry(40, { ...bad, state: 'failed' });
const rollBackFailed = ledgerEntry(41, {
	kind: 'rollback',
	decision: '',
	deployment_id: '',
	state: 'failed',
	previous_id: 'bad',
});

/** A row that was taken up again: its look may be from before the roll back that came meanwhile. */
const endedLast = ledgerEntry(40, { deployment_id: 'two', commit: commit('two'), finished_at: minutesBefore(1) });
const rolledBackMeanwhile = ledgerEntry(50, {
	kind: 'rollback',
	decision: '',
	actor: 'kim',
	previous_id: 'two',
	finished_at: minutesBefore(2),
});

const decisionIn = (changes: SightChanges) => {
	const { decision, reason } = reconciled([sightOf(changes)]).services[0]?.decision ?? {};
	return [decision, reason];
};

it('deploys what was pushed over what failed, when nobody saw that it did not go back', () => {
	const changes = { head: 'three', live: live('bad'), ledger: [rollBackFailed, failed, good] };
	expect(decisionIn(changes)).toEqual(['deploy', expect.anything()]);
});

it('says of what failed that it is not healthy, when nobody saw that it did not go back', () => {
	const changes = { head: 'bad', live: live('bad'), ledger: [rollBackFailed, failed, good] };
	expect(decisionIn(changes)).toEqual(['nothing', expect.stringContaining('not healthy when last seen')]);
});

it('deploys what was pushed over a roll back that ended before an older row', () => {
	const changes = { head: 'three', live: live('one'), ledger: [rolledBackMeanwhile, endedLast, good] };
	expect(decisionIn(changes)).toEqual(['deploy', expect.anything()]);
});

it.each<[string, SightChanges]>([
	['what was rolled back, and put there again', { ledger: [ledgerEntry(40, { ...bad, state: 'rolledBack' }), good] }],
	[
		'what failed, and of which somebody saw that it went back',
		{ ledger: [ledgerEntry(40, { ...bad, state: 'failed', live_id: 'one', live_commit: commit('one') }), good] },
	],
	[
		'what failed, under a newer one that is good',
		{ ledger: [ledgerEntry(50, { deployment_id: 'two', commit: commit('two') }), failed, good] },
	],
	[
		'an older one that was live before the newest began',
		{ ledger: [ledgerEntry(50, { deployment_id: 'two', commit: commit('two') }), ledgerEntry(40, bad), good] },
	],
])('still takes for a drift %s', (_name, changes) => {
	expect(decisionIn({ head: 'three', live: live('bad'), ...changes })).toEqual(['drifted', expect.anything()]);
});
