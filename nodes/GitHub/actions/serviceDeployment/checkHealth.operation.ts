import type { IDataObject } from 'n8n-workflow';

import { readEvidence } from '../../../deployment/ledger/evidence';
import { type HealthQuestion, healthQuestionOf } from '../../../deployment/ledger/healthQuestion';
import { parseExpectedStatus } from '../../../deployment/health/expectedStatus';
import { numberField } from '../../../shared/fields/fields';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { checkedAddress } from '../../../shared/health/address';
import { healthJson } from '../../../shared/health/healthJson';
import { type HealthCheckPlan, waitUntilHealthy } from '../../../shared/health/waitUntilHealthy';
import { messageOf } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
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

/** Where an address of the catalog cannot be used, nobody can say that the service is healthy: that is an answer, and no fault of the workflow. */
export const checkHealth: Operation = {
	value: 'checkHealth',
	name: 'Check Health',
	action: 'Check the health of a deployed service',
	description:
		'Ask what went live until it is healthy and serves the right commit, or the time is up; ask nothing when nothing went live',
	properties: [deployment, consecutiveSuccesses, intervalSeconds, timeout],
	async execute(context) {
		const item = deployment.read(context);
		const question = healthQuestionOf(readEvidence(recordIn(item), item));
		if (question === null) return { isNeeded: false, healthy: false, reason: 'Nothing went live' };
		const pace = {
			consecutiveSuccesses: Math.ceil(consecutiveSuccesses.read(context)),
			intervalMs: intervalSeconds.read(context) * 1000,
			timeoutMs: timeout.read(context),
		};
		const plan = planOf(question, pace);
		if (typeof plan === 'string') return unhealthy({ healthy: false, reason: plan });
		const report = await waitUntilHealthy(context.functions, plan);
		return report.isHealthy ? { isNeeded: true, ...healthJson(report) } : unhealthy(healthJson(report));
	},
};

function unhealthy(json: IDataObject): IDataObject {
	return { isNeeded: true, ...json, ok: false };
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
