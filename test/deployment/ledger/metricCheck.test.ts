import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { healthByMetric, metricAnswerIn, metricQuestionOf } from '../../../nodes/deployment/ledger/metricCheck';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { emptyRecord } from '../../../nodes/deployment/ledger/record';

const record = {
	...emptyRecord,
	kind: 'deploy' as const,
	decision: 'deploy',
	service: 'api',
	environment: 'production',
	commit: 'c2',
	deploymentId: 'd2',
	gateQuery: 'errors < 0.05 for 60s',
};
const live = { ok: true, isLive: true, deploymentId: 'd2', commit: 'c2', artifact: 'a2', url: 'https://api' };
const seen = { live, published: { ok: true, verified: true, id: 'd2', state: 'live' } };
const evidence = (more: Partial<typeof record> = {}, item: object = seen) => readEvidence({ ...record, ...more }, item);
const good = { isNeeded: true, healthy: true, ok: true, isRollbackNeeded: false };

it.each<[string, Parameters<typeof evidence>[0], boolean]>([
	['a deployment', {}, true],
	['one that was taken up', { decision: 'adopt' }, true],
	['one whose run died', { decision: 'verify' }, true],
	['what was there before', { decision: 'baseline' }, false],
	['no metric', { gateQuery: '' }, false],
])('asks about %s: %j', (_what, more, isAsked) => {
	expect(metricQuestionOf(evidence(more)) !== null).toBe(isAsked);
});

it('asks as long as it has to last, and half a minute more', () => {
	expect(metricQuestionOf(evidence())).toMatchObject({ gate: record.gateQuery, timeoutSeconds: 90, service: 'api' });
	expect(metricQuestionOf(evidence({ gateQuery: 'nonsense' }))).toMatchObject({ timeoutSeconds: 30 });
});

it.each<[string, unknown, boolean | null, RegExp]>([
	['a pass', { metric: { ok: true, passed: true, reason: '0.01, which is < 0.05' } }, true, /0\.01/],
	['a no', { metric: { ok: true, passed: false, reason: '0.5, which is not < 0.05' } }, false, /0\.5/],
	['what nobody knows', { metric: { ok: true, passed: null, reason: 'the query gave nothing' } }, null, /nothing/],
	['a failure', { metric: { ok: false, error: { message: 'Grafana is away', advice: '' } } }, null, /Grafana is away/],
	[
		'a failure that says passed',
		{ metric: { ok: false, passed: true, error: { message: 'x', advice: '' } } },
		null,
		/x/,
	],
	['words in the place of a verdict', { metric: { ok: true, passed: 'yes' } }, null, /no reason given/],
	['no answer', {}, null, /gave no answer/],
	['nothing', null, null, /gave no answer/],
])('reads %s', (_what, item, passed, reason) => {
	const answer = metricAnswerIn(item);
	expect(answer.passed).toBe(passed);
	expect(answer.reason).toMatch(reason);
});

describe('What is made of it', () => {
	const health = (passed: boolean | null, more = {}) => healthByMetric(evidence(more), good, { passed, reason: 'r' });

	it('is the same health where it passes', () => {
		expect(health(true)).toEqual({ ...good, metric: { passed: true, reason: 'r' } });
	});

	it('is a roll back where it was seen to be bad, unless it may not go back', () => {
		expect(health(false)).toMatchObject({ healthy: false, ok: false, isRollbackNeeded: true });
		expect(health(false, { mayRollBack: false })).toMatchObject({ healthy: false, isRollbackNeeded: false });
	});

	it('is neither a pass nor a roll back where nobody knows', () => {
		expect(health(null)).toMatchObject({ healthy: false, isRollbackNeeded: false });
		const item = { ...seen, health: health(null) };
		expect(concludeDeployment(evidence({}, item))).toMatchObject({
			state: 'failed',
			verified: false,
			reason: expect.stringContaining('nobody knows whether its metric is as it has to be: r'),
		});
	});
});
