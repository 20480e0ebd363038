import { chooseRollbackTarget, type RollbackCandidate } from '../../../nodes/deployment/state/rollbackTarget';

const release = (id: string, day: number, facts: Partial<RollbackCandidate> = {}): RollbackCandidate => ({
	id,
	createdAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
	verified: true,
	isRollback: false,
	...facts,
});

it('takes the newest verified release before the current one, in whatever order they come', () => {
	const choice = chooseRollbackTarget('d', [
		release('b', 2),
		release('d', 4),
		release('a', 1),
		release('c', 3, { verified: false }),
	]);
	expect(choice).toMatchObject({ found: true, target: { id: 'b' } });
});

it('never takes a roll back, nor anything newer than the current release', () => {
	const choice = chooseRollbackTarget('c', [
		release('a', 1),
		release('b', 2, { isRollback: true }),
		release('c', 3),
		release('newer', 4),
	]);
	expect(choice).toMatchObject({ found: true, target: { id: 'a' } });
});

it('says why there is none', () => {
	expect(chooseRollbackTarget('a', [release('a', 1)])).toMatchObject({
		found: false,
		reason: expect.stringContaining('no release before a') as string,
	});
	expect(chooseRollbackTarget('b', [release('a', 1, { verified: false }), release('b', 2)])).toMatchObject({
		found: false,
		reason: expect.stringContaining('verified') as string,
	});
});

it('treats every candidate as earlier when the current release is not among them', () => {
	const choice = chooseRollbackTarget('unlisted', [release('a', 1), release('b', 2)]);
	expect(choice).toMatchObject({ found: true, target: { id: 'b' } });
});
