import { repositoryFindings } from '../../../../nodes/deployment/audit/checks/codeChecks';
import { failed, short } from '../findings';

describe('a repository', () => {
	const none = { total: 0, critical: 0, high: 0 };
	const on = (open: object = none, more: object = {}) => ({ state: 'on', open, isMore: false, examples: '', ...more });
	const whole = {
		ok: true,
		defaultBranch: 'main',
		isDefaultBranchProtected: true,
		organization: { name: 'candlefish-ai', isTwoFactorRequired: true, reason: '' },
		dependencies: on(),
		code: on(),
		secrets: on(),
	};
	const of = (change: object): string[] =>
		repositoryFindings('candlefish-ai/candlefish', { ...whole, ...change }).map(short);
	const well = [
		'dependencies dependencies: passed',
		'dependencies code: passed',
		'dependencies secrets: passed',
		'twoFactor required: passed',
		'codeBackup protected: passed',
	];
	it.each<[string, object, string[]]>([
		['all well', {}, []],
		[
			'a critical finding',
			{ dependencies: on({ total: 4, critical: 1, high: 2 }) },
			['dependencies dependencies: failed severe'],
		],
		['a high one of the code', { code: on({ total: 1, high: 1 }) }, ['dependencies code: failed severe']],
		['lesser ones', { dependencies: on({ total: 7, critical: 0, high: 0 }) }, ['dependencies dependencies: failed']],
		['a committed secret', { secrets: on({ total: 1, other: 1 }) }, ['dependencies secrets: failed severe']],
		[
			'a scan that is off',
			{ dependencies: { state: 'off', reason: 'disabled' } },
			['dependencies dependencies: failed'],
		],
		['a scan that is not to be seen', { code: { state: 'unseen', reason: '403' } }, ['dependencies code: unknown']],
		['a scan of which nothing came', { secrets: undefined }, ['dependencies secrets: unknown']],
		[
			'no second factor',
			{ organization: { name: 'c', isTwoFactorRequired: false } },
			['twoFactor required: failed severe'],
		],
		[
			'a second factor that is not told',
			{ organization: { name: 'c', isTwoFactorRequired: null } },
			['twoFactor required: unknown'],
		],
		['an open branch', { isDefaultBranchProtected: false }, ['codeBackup protected: failed']],
		['a branch that is not told', { isDefaultBranchProtected: null }, ['codeBackup protected: unknown']],
		['nothing', failed, ['dependencies read: unknown', 'twoFactor read: unknown', 'codeBackup read: unknown']],
	])('with %s', (_what, change, expected) => {
		expect(of(change).filter((text) => !well.includes(text))).toEqual(expected);
	});
});
