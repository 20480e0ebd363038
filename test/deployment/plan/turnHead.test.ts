import { noNotes } from '../../../nodes/deployment/plan/turnNotes';
import { commit, reconciled, sightOf } from './sights';

// What a turn remembers as its head is what GitHub Watch compares with: it asks while the two differ.
const notes = { ...noNotes, head: commit('one'), headSeenAt: '2026-11-27T08:00:00.000Z' };

const headAfter = (...sights: Parameters<typeof reconciled>[0]) => reconciled(sights, { notes }).release.notes.head;

it('is the head that was seen, and none where the branch is gone', () => {
	expect(headAfter(sightOf({ head: 'two' }))).toBe(commit('two'));
	expect(headAfter(sightOf({ head: null }))).toBe('');
	expect(reconciled([sightOf({ head: null })], { notes }).release.notes.headSeenAt).not.toBe(notes.headSeenAt);
});

it('is still the one before where the head could not be read, or no service deploys from the branch', () => {
	expect(headAfter(sightOf({ more: { head: { isSeen: false, reason: 'GitHub is away' } } }))).toBe(commit('one'));
	expect(headAfter()).toBe(commit('one'));
	expect(headAfter(sightOf({ row: { deploy_from: 'release' }, head: null }))).toBe(commit('one'));
});
