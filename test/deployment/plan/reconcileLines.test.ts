import { commit, ledgerEntry, reconciled, sightOf } from './sights';

it('deploys the head over what is live', () => {
	const { next, due } = reconciled([sightOf()]);
	expect(next).toBe('deploy');
	expect(due.map(({ decision }) => decision)).toMatchObject([
		{ decision: 'deploy', commit: commit('two'), mayRollBack: true },
	]);
});

it('has nothing to do when the content is live', () => {
	expect(reconciled([sightOf({ same: [['one', 'two']] })])).toMatchObject({
		next: 'conclude',
		services: [{ decision: { decision: 'nothing', isWell: true } }],
	});
});

it('takes what is live before the first deployment as it is', () => {
	expect(reconciled([sightOf({ ledger: [] })]).due[0]?.decision.decision).toBe('baseline');
	expect(reconciled([sightOf({ ledger: [ledgerEntry(1, { deployment_id: 'zero' })] })]).due[0]?.decision.decision).toBe(
		'drifted',
	);
});
