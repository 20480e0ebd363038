import {
	instancesToBegin,
	unavailableAllowed,
	type RollingInstance,
	type RollingStep,
} from '../../../nodes/deployment/state/rollingPlan';

const group = (name: string, ...steps: RollingStep[]): RollingInstance[] =>
	steps.map((step) => ({ group: name, step }));

describe('unavailableAllowed', () => {
	it.each([
		[0.33, 50, 17],
		[0.33, 3, 1],
		[0.33, 1, 1],
		[0.5, 4, 2],
		[1, 50, 1],
		[5, 50, 5],
		[99, 3, 3],
		[0.01, 10, 1],
	])('of %d and %d machines are %d', (share, total, allowed) => {
		expect(unavailableAllowed(share, total)).toBe(allowed);
	});
});

describe('instancesToBegin', () => {
	const rolling = { maxUnavailable: 0.5, slowStart: true };

	it('begins one of each group, and waits until it is proven', () => {
		const waiting = [...group('app', 'waiting', 'waiting'), ...group('worker', 'waiting')];
		expect(instancesToBegin(waiting, rolling)).toEqual([0, 2]);
		expect(instancesToBegin(group('app', 'inProgress', 'waiting'), rolling)).toEqual([]);
		expect(instancesToBegin(group('app', 'healthy', 'waiting'), rolling)).toEqual([]);
		expect(instancesToBegin(group('app', 'verified', 'waiting'), rolling)).toEqual([1]);
	});

	it('fills up a share of the group as places come free', () => {
		expect(instancesToBegin(group('app', 'verified', 'inProgress', 'waiting', 'waiting'), rolling)).toEqual([2]);
		expect(instancesToBegin(group('app', 'verified', 'healthy', 'waiting', 'waiting'), rolling)).toEqual([2, 3]);
		expect(instancesToBegin(group('app', 'verified', 'inProgress', 'inProgress', 'waiting'), rolling)).toEqual([]);
	});

	it('begins all at once when all may be away', () => {
		const policy = { maxUnavailable: Number.MAX_SAFE_INTEGER, slowStart: false };
		expect(instancesToBegin(group('app', 'waiting', 'waiting', 'waiting'), policy)).toEqual([0, 1, 2]);
	});
});
