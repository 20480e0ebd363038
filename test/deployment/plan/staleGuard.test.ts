import { guardAgainstStaleCommit, type StaleGuardInput } from '../../../nodes/deployment/plan/staleGuard';

const head: StaleGuardInput = {
	candidateCommit: 'aaaaaaaa',
	branchHead: 'aaaaaaaa',
	liveCommit: 'bbbbbbbb',
	liveIsVerified: true,
	relationToLive: 'ahead',
};

it.each([
	['is newer than what is live', {}, true],
	['is the first ever', { liveCommit: null, relationToLive: 'unknown' }, true],
	['was force-pushed over what is live', { relationToLive: 'diverged' }, true],
	['replaces a live commit the repository no longer has', { relationToLive: 'unknown' }, true],
	['is older than what is live', { relationToLive: 'behind' }, false],
	['is live already', { relationToLive: 'identical' }, false],
	['is live, but a run died before it was checked', { relationToLive: 'identical', liveIsVerified: false }, true],
	['is older than a live commit that was not checked', { relationToLive: 'behind', liveIsVerified: false }, false],
	['is not the head of its branch any more', { branchHead: 'cccccccc' }, false],
	['has no branch any more', { branchHead: null }, false],
] as const)('when the commit %s', (_name, change, deploy) => {
	const decision = guardAgainstStaleCommit({ ...head, ...change });
	expect(decision.deploy).toBe(deploy);
	expect(decision.reason).not.toBe('');
});

it('names both commits, so that the ledger explains itself', () => {
	const decision = guardAgainstStaleCommit({ ...head, branchHead: 'cccccccc' });
	expect(decision.reason).toContain('aaaaaaa');
	expect(decision.reason).toContain('ccccccc');
});
