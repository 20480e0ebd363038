import { monthAfter } from '../../../nodes/deployment/costs/costMonth';
import { readCostReading } from '../../../nodes/deployment/costs/costReading';
import { accountCost } from '../../../nodes/AwsEcs/state/accountCost';
import { useManualClock } from '../../n8n/sandboxClock';
import { advanceDays, advanceToFirst, advanceToTenth, monthNow } from '../usageMonth';
import { EcsDriver, secretAccessKey } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;
beforeAll(async () => {
	aws = await EcsDriver.start(clock);
});
beforeEach(async () => {
	await aws.sandbox.reset();
	advanceToTenth(clock);
});
afterAll(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const get = { resource: 'usage', operation: 'get' };
const usage = async (credential = {}) => readCostReading(await aws.run(get, { credential }));

describe('Usage: Get', () => {
	it('gives what all services of the account cost, the dearest first, this month and in the last one', async () => {
		const first = await usage();
		const now = monthNow(clock);
		expect(first).toMatchObject({ currency: 'USD', notTold: '' });
		expect(first?.months.map(({ month }) => month)).toEqual([now, monthAfter(now, -1)]);
		const [month] = first?.months ?? [];
		expect(month?.lines.map(({ name }) => name)).toEqual(['Amazon Elastic Container Service', 'AWS Secrets Manager']);
		expect(month?.amount).toBeCloseTo(
			(month?.lines ?? []).reduce((sum, { amount }) => sum + (amount ?? 0), 0),
			8,
		);
		advanceDays(clock, 4);
		expect((await usage())?.months[0]?.amount).toBeGreaterThan(month?.amount ?? Infinity);
	});

	it('is signed for the one region that Cost Explorer has, whatever that of the credential', async () => {
		const scopes: string[] = [];
		const stop = aws.sandbox.onExchange(({ requestHeaders }) => {
			scopes.push(String(requestHeaders.authorization).split('/').slice(2, 4).join('/'));
		});
		expect((await usage({ region: 'eu-central-1' }))?.months).toHaveLength(2);
		stop();
		expect(scopes).toEqual(['us-east-1/ce']);
	});

	it('works with a role to assume, and on the first day of a month', async () => {
		advanceToFirst(clock);
		const assumeRoleArn = 'arn:aws:iam::123456789012:role/deployer';
		expect((await usage({ assumeRoleArn }))?.months[0]).toMatchObject({ month: monthNow(clock) });
	});

	it.each([
		['AccessDeniedException', 'User not enabled for cost explorer access', /Enable Cost Explorer/],
		['AccessDeniedException', 'User is not authorized to perform: ce:GetCostAndUsage', /ce:GetCostAndUsage/],
		['DataUnavailableException', 'Data is not available', /within 24 hours/],
	])('says what to do about %s: %s', async (code, message, advice) => {
		await aws.fault('ce.GetCostAndUsage', code, { message });
		const failed = await aws.failure(get);
		expect(failed.message).toContain('AWS Cost Explorer refused GetCostAndUsage');
		expect(failed.advice).toMatch(advice);
		expect(failed.everything).not.toContain(secretAccessKey);
	});

	it('is tried again when there were too many requests, and refuses what is no answer of AWS', async () => {
		await aws.fault('ce.GetCostAndUsage', 'ThrottlingException', { message: 'Rate exceeded' });
		expect((await usage())?.months).toHaveLength(2);
		aws.sandbox.addFault({ platform: 'aws', kind: 'malformed', times: 'always' });
		expect((await aws.failure(get)).message).toContain('did not answer GetCostAndUsage');
	});
});

describe('an account by its results', () => {
	const nowMs = Date.parse('2026-11-20T00:00:00Z');
	const group = (name: string, Amount: string, Unit = 'USD') => ({
		Keys: [name],
		Metrics: { UnblendedCost: { Amount, Unit } },
	});
	const result = (month: string, ...Groups: object[]) => ({ TimePeriod: { Start: `${month}-01` }, Groups });
	const months = ['2026-11', '2026-10'];

	it('puts the pages of a month together, and has no sum for a month that AWS says nothing of', () => {
		const cost = accountCost(
			months,
			[result('2026-11', group('ECS', '1.5')), result('2026-11', group('S3', '2.5'))],
			nowMs,
		);
		expect(cost.months).toMatchObject([
			{ amount: 4, until: '2026-11-20T00:00:00.000Z', lines: [{ name: 'S3' }, { name: 'ECS' }] },
			{ amount: null, until: '2026-11-01T00:00:00.000Z', lines: [] },
		]);
		expect(cost.currencies).toEqual(['USD']);
	});

	it('is nothing where AWS says so, and not known where an amount cannot be read', () => {
		expect(accountCost(['2026-11'], [result('2026-11')], nowMs).months).toMatchObject([{ amount: 0 }]);
		const odd = accountCost(['2026-11'], [result('2026-11', group('ECS', '1'), group('S3', 'much'))], nowMs);
		expect(odd.months).toMatchObject([{ amount: null }]);
	});

	it('names every currency', () => {
		const results = [result('2026-11', group('ECS', '1'), group('S3', '1', 'CNY'))];
		expect(accountCost(['2026-11'], results, nowMs).currencies).toEqual(['USD', 'CNY']);
	});
});
