import { concludeDecided } from '../../../nodes/deployment/ledger/concludeDecided';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { readRecord } from '../../../nodes/deployment/ledger/record';

const adopted = {
	kind: 'deploy',
	decision: 'adopt',
	state: 'running',
	service: 'crown-trophy',
	environment: 'production',
	releaseId: 'd/1',
	commit: 'a'.repeat(40),
	deploymentId: 'd2',
	published: { ok: false, id: 'd2', state: 'cancelled', reason: 'Canceled build' },
	live: { ok: true, isLive: true, deploymentId: 'd1', commit: 'b'.repeat(40) },
};

function stateOf(change: object): string {
	const item = { ...adopted, ...change };
	const record = readRecord(item);
	if (record === null) throw new Error('The item carries no record');
	return concludeDecided(readEvidence(record, item)).state;
}

/** A roll back by hand cancels what is under way; the next look of its release finds that. */
it("knows a deployment that was cancelled while a person holds the service as that person's doing, which pages nobody", () => {
	expect(stateOf({ isHeld: true })).toBe('stoppedByPerson');
	expect(stateOf({ isHeld: false })).toBe('failed');
	expect(stateOf({ isHeld: true, published: { ...adopted.published, state: 'failed' } })).toBe('failed');
});

it('knows by the token that its release took the lock anew after a person had it', () => {
	const held = { release: { releaseId: 'd/1' }, lockToken: 7 };
	const lockNow = { ok: true, owner: 'd/1', token: 7 };
	expect(stateOf({ ...held, lockNow })).toBe('failed');
	expect(stateOf({ ...held, lockNow: { ...lockNow, token: 9 } })).toBe('stoppedByPerson');
	expect(stateOf({ ...held, lockNow: { ...lockNow, owner: 'by-hand/63' } })).toBe('stoppedByPerson');
	expect(stateOf({ ...held, lockNow: { ...lockNow, owner: null, token: null } })).toBe('stoppedByPerson');
	// Who cannot be asked has stopped nothing.
	expect(stateOf({ ...held, lockNow: { ok: false, error: { message: 'no answer' } } })).toBe('failed');
});
