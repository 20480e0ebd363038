import { rollbackOptions } from '../../../nodes/deployment/ledger/rollbackOptions';

const row = (id: string, more: object = {}) => ({
	id: 1,
	service: 'paintbox',
	kind: 'deploy',
	verified: true,
	deployment_id: id,
	commit: `${id}-commit`,
	finished_at: '2026-11-26T10:00:00.000Z',
	actor: 'kim',
	...more,
});
const deploy = (id: string, more: object = {}) => ({
	id,
	commit: `${id}-commit`,
	title: `Slipway: abc1234 Fix the ${id} [slipway 12ab]`,
	state: 'ready',
	live: false,
	createdAt: '2026-11-25T10:00:00.000Z',
	...more,
});

it('offers what the ledger calls verified and the platform still has, without what is live', () => {
	expect(
		rollbackOptions(
			'paintbox',
			[row('three'), row('two'), row('two'), row('one')],
			[deploy('three', { live: true }), deploy('two'), deploy('other')],
		),
	).toEqual({
		isReadable: true,
		isAsked: true,
		mode: 'choose',
		verified: ['three', 'two', 'one'],
		live: { commit: 'three-commit', title: 'Fix the three' },
		options: [
			{
				id: 'two',
				commit: 'two-commit',
				title: 'Fix the two',
				at: '2026-11-26T10:00:00.000Z',
				actor: 'kim',
				isVerified: true,
			},
		],
	});
});

it('offers what the ledger knows when the platform was not asked', () => {
	expect(rollbackOptions('paintbox', [row('two')], [])).toMatchObject({
		isAsked: false,
		live: null,
		mode: 'choose',
		options: [{ id: 'two', title: '', isVerified: true }],
	});
});

it('offers what the platform has, as not verified, when the ledger cannot be read', () => {
	const unreadable = rollbackOptions(
		'paintbox',
		[{ service: 'paintbox', environment: 'production' }],
		[deploy('two'), deploy('one', { state: 'failed' }), deploy('live', { live: true })],
	);
	expect(unreadable).toMatchObject({
		isReadable: false,
		mode: 'choose',
		verified: [],
		options: [{ id: 'two', isVerified: false, at: '2026-11-25T10:00:00.000Z' }],
	});
});

it.each<[string, unknown[], unknown[], string]>([
	['nothing is verified', [{}], [deploy('one')], 'nothing'],
	['only what is live is verified', [row('one')], [deploy('one', { live: true })], 'nothing'],
	['neither can be read', [{ name: 'no row' }], [], 'type'],
])('has nothing to choose when %s', (_name, rows, deployments, mode) => {
	expect(rollbackOptions('paintbox', rows, deployments)).toMatchObject({ mode, options: [] });
});

it('offers ten at most', () => {
	const ids = Array.from({ length: 14 }, (_, index) => `deploy-${index}`);
	expect(
		rollbackOptions(
			'paintbox',
			ids.map((id) => row(id)),
			[],
		).options,
	).toHaveLength(10);
});
