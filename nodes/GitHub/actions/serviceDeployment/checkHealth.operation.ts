import type { IDataObject } from 'n8n-workflow';

import { type Evidence, readEvidence } from '../../../deployment/ledger/evidence';
import { gateOf, isRollbackNeeded } from '../../../deployment/ledger/gate';
import { healthByMetric, metricAnswerIn, metricQuestionOf } from '../../../deployment/ledger/metricCheck';
import type { HealthQuestion } from '../../../deployment/ledger/healthQuestion';
import { parseExpectedStatus } from '../../../deployment/health/expectedStatus';
import { numberField } from '../../../shared/fields/fields';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { optionalSubWorkflowField } from '../../../shared/fields/subWorkflow';
import { checkedAddress } from '../../../shared/health/address';
import { healthJson } from '../../../shared/health/healthJson';
import { type HealthCheckPlan, waitUntilHealthy } from '../../../shared/health/waitUntilHealthy';
import { messageOf } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { callSubWorkflow } from '../../../shared/subWorkflow/callSubWorkflow';
import { attempt } from '../../../shared/waiting/attempt';
import { deploymentField, recordIn } from '../../fields/deploymentRecord';

const deployment = deploymentField(
	'The deployment that was begun, with what the platform was seen to serve: live, published, liveAfter',
);
const consecutiveSuccesses = numberField(
	'Consecutive Successes',
	'consecutiveSuccesses',
	3,
	{ minimum: 1, maximum: 1_000 },
	{
		description: 'How many good answers in a row make the service healthy',
	},
);
const intervalSeconds = numberField(
	'Interval (Seconds)',
	'intervalSeconds',
	2,
	{ minimum: 0, maximum: 3_600 },
	{
		description: 'Between two checks; after a bad answer at least a quarter of a second',
	},
);
const timeout = timeoutProperty(60);
const metricWorkflow = optionalSubWorkflowField(
	'Metric Workflow',
	'metricWorkflow',
	'Asked after a good health check where the catalog names a metric (gate_query): 38 asks Grafana. It hands its item back with "metric".',
);

/** Where an address of the catalog cannot be used, nobody can say that the service is healthy: that is an answer, and no fault of the workflow. */
export const checkHealth: Operation = {
	value: 'checkHealth',
	name: 'Check Health',
	action: 'Check the health of a deployed service',
	description:
		'Ask what went live until it is healthy and serves the right commit, or the time is up; ask nothing when nothing went live',
	properties: [deployment, consecutiveSuccesses, intervalSeconds, timeout, metricWorkflow],
	async execute(context) {
		const item = deployment.read(context);
		const evidence = readEvidence(recordIn(item), item);
		const gate = gateOf(evidence);
		if (gate.kind === 'nothing')
			return { isNeeded: false, healthy: false, reason: gate.reason, isRollbackNeeded: false };
		if (gate.kind === 'noAddress') return await withMetric(context, evidence, withoutAddress);
		if (gate.kind === 'unknownAddress' || gate.kind === 'notRunning')
			return unhealthy(evidence, { healthy: false, reason: gate.reason });
		const pace = {
			consecutiveSuccesses: Math.ceil(consecutiveSuccesses.read(context)),
			intervalMs: intervalSeconds.read(context) * 1000,
			timeoutMs: timeout.read(context),
		};
		const plan = planOf(gate.question, pace);
		if (typeof plan === 'string') return unhealthy(evidence, { healthy: false, reason: plan });
		const report = await waitUntilHealthy(context.functions, plan);
		return report.isHealthy
			? await withMetric(context, evidence, { isNeeded: true, ...healthJson(report), isRollbackNeeded: false })
			: unhealthy(evidence, healthJson(report));
	},
};

/** A worker that nobody can ask: its platform's word is all there is. */
const withoutAddress: IDataObject = {
	isNeeded: true,
	healthy: true,
	reason: 'It has no address to ask: its platform says that it runs',
	isRollbackNeeded: false,
};

/** What the metric says beside it, where the catalog names one. */
async function withMetric(context: OperationContext, evidence: Evidence, health: IDataObject): Promise<IDataObject> {
	const question = metricQuestionOf(evidence);
	if (question === null) return health;
	const workflowId = metricWorkflow.read(context);
	const asked =
		workflowId === ''
			? ({ ok: false, error: new Error('Metric Workflow is empty: choose 38 in Check Health') } as const)
			: await attempt(callSubWorkflow(context.functions, workflowId, { json: { ...question } }));
	const answer = asked.ok ? metricAnswerIn(asked.value.item.json) : { passed: null, reason: messageOf(asked.error) };
	return { ...healthByMetric(evidence, health, answer) } as IDataObject;
}

function unhealthy(evidence: Evidence, json: IDataObject): IDataObject {
	const health = { isNeeded: true, ...json, ok: false };
	return { ...health, isRollbackNeeded: isRollbackNeeded({ ...evidence, health }) };
}

/** What is to be asked; or why it cannot be. */
function planOf(
	{ url, version }: HealthQuestion,
	pace: Pick<HealthCheckPlan, 'consecutiveSuccesses' | 'intervalMs' | 'timeoutMs'>,
): HealthCheckPlan | string {
	const statusText = '200-299';
	const statuses = parseExpectedStatus(statusText);
	try {
		const request = {
			address: checkedAddress(url, 'URL'),
			method: 'GET',
			requestTimeoutMs: 10_000,
			redirects: 'sameHost',
		} as const;
		return {
			...pace,
			request,
			versionRequest: version && { ...request, address: checkedAddress(version.url, 'Version URL') },
			expectation: {
				statuses: statuses.ok ? statuses.ranges : [],
				statusText,
				body: null,
				headers: [],
				maxLatencyMs: null,
				version: version && {
					expected: version.commit,
					source: { kind: 'jsonPath', path: 'commit', keys: ['commit'] },
				},
			},
		};
	} catch (error) {
		return messageOf(error);
	}
}
