import { secretFindings, secretNames } from '../../../../nodes/deployment/audit/checks/secretChecks';
import { daysFromNow, nowMs, short } from '../findings';

describe('a secret', () => {
	const secret = {
		ok: true,
		name: 's',
		changedAt: daysFromNow(-10),
		rotates: false,
		deletedAt: null,
		stages: { AWSCURRENT: '2', AWSPREVIOUS: '1' },
	};
	it.each<[string, unknown, string[]]>([
		[
			'young, with its previous version',
			secret,
			['secrets kept: passed', 'secrets age: passed', 'secretVersions previous: passed'],
		],
		[
			'old',
			{ ...secret, changedAt: daysFromNow(-91) },
			['secrets kept: passed', 'secrets age: failed', 'secretVersions previous: passed'],
		],
		[
			'never changed',
			{ ...secret, changedAt: null, createdAt: daysFromNow(-400), stages: { AWSCURRENT: '1' } },
			['secrets kept: passed', 'secrets age: failed', 'secretVersions previous: unknown'],
		],
		[
			'without a date',
			{ ...secret, changedAt: null },
			['secrets kept: passed', 'secrets age: unknown', 'secretVersions previous: passed'],
		],
		['about to be deleted', { ...secret, deletedAt: daysFromNow(5) }, ['secrets kept: failed severe']],
		[
			'not there',
			{ ok: false, error: { message: 'AWS Secrets Manager refused DescribeSecret (ResourceNotFoundException): none' } },
			['secrets kept: failed'],
		],
		[
			'not to be seen',
			{ ok: false, error: { message: 'AWS refused DescribeSecret (AccessDeniedException): no' } },
			['secrets kept: unknown'],
		],
		['not looked at', undefined, ['secrets kept: unknown']],
	])('%s', (_what, seen, expected) => {
		expect(secretFindings('s', seen, { isNamed: true, nowMs }).map(short)).toEqual(expected);
	});

	it('that is not there is no failure where the catalog does not name it', () => {
		const missing = { ok: false, error: { message: 'refused DescribeSecret (ResourceNotFoundException)' } };
		expect(secretFindings('s', missing, { isNamed: false, nowMs }).map(short)).toEqual(['secrets kept: unknown']);
	});

	it('is known by its name where it stands in plain text', () => {
		const names = [
			'API_KEY',
			'GITHUB_TOKEN',
			'DB_PASSWORD',
			'DATABASE_URL',
			'apiKey',
			'NODE_ENV',
			'TOKEN_COUNT',
			'PUBLIC_KEY',
			'SECRETARY',
			'PORT',
		];
		expect(secretNames(names)).toEqual(['API_KEY', 'GITHUB_TOKEN', 'DB_PASSWORD', 'DATABASE_URL', 'apiKey']);
	});
});
