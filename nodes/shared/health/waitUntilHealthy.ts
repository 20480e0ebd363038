import type { IExecuteFunctions } from 'n8n-workflow';

import { type HealthExpectation, judgeAnswer } from '../../deployment/health/healthExpectation';
import { addCheck, type HealthGateState, judgeHealthGate, newHealthGate } from '../../deployment/health/healthGate';
import { cutText } from '../../deployment/values/text';
import { redactShort } from '../http/redaction';
import { clock } from '../waiting/clock';
import { pollUntil } from '../waiting/pollUntil';
import { passwordsIn, redactAddress, secretsIn } from './address';
import { ask, type HealthRequest } from './ask';

/** In UTF-16 units. */
const maxExcerptLength = 300;

/** Even with an interval of 0, a service that just failed gets this pause. */
const minPauseAfterFailureMs = 250;

export interface HealthCheckPlan {
	readonly request: HealthRequest;
	/** Where the version is read, if that is another address. */
	readonly versionRequest: HealthRequest | null;
	readonly expectation: HealthExpectation;
	readonly consecutiveSuccesses: number;
	readonly intervalMs: number;
	readonly timeoutMs: number;
}

/** What was seen until the service was healthy or the time was up; nothing secret in it. */
export interface HealthReport {
	readonly isHealthy: boolean;
	readonly url: string;
	readonly gate: HealthGateState;
	readonly waitedMs: number;
}

/**
 * Asks until enough answers in a row are good, or the time is up.
 * @throws OperationFailure when the execution is stopped.
 */
export async function waitUntilHealthy(functions: IExecuteFunctions, plan: HealthCheckPlan): Promise<HealthReport> {
	const url = redactAddress(plan.request.address);
	let gate = newHealthGate;
	const look = async (): Promise<HealthGateState> => {
		if (gate.reasonNow !== null && plan.intervalMs < minPauseAfterFailureMs) {
			await clock.sleep(minPauseAfterFailureMs - plan.intervalMs);
		}
		gate = await addLook(functions, plan, gate);
		return gate;
	};
	const result = await pollUntil({
		what: `the health of ${url}`,
		timeoutMs: plan.timeoutMs,
		read: look,
		assess: (seen) => judgeHealthGate(seen, plan.consecutiveSuccesses),
		policy: { firstIntervalMs: plan.intervalMs, maxIntervalMs: plan.intervalMs, growth: 0 },
		cancelSignal: functions.getExecutionCancelSignal(),
	});
	return { isHealthy: result.outcome === 'succeeded', url, gate: result.value, waitedMs: result.waitedMs };
}

async function addLook(
	functions: IExecuteFunctions,
	{ request, versionRequest, expectation }: HealthCheckPlan,
	gate: HealthGateState,
): Promise<HealthGateState> {
	const atMs = clock.now();
	const answer = await ask(functions, request);
	const needsVersion = expectation.version !== null && versionRequest !== null;
	const versionAnswer = needsVersion ? await ask(functions, versionRequest) : answer;
	const { reason, version } = judgeAnswer(expectation, answer, versionAnswer);
	const redact = redactionOf(versionRequest === null ? [request] : [request, versionRequest]);
	return addCheck(gate, {
		atMs,
		status: answer.status,
		reason: reason === null ? null : redact(reason),
		// What another host says is nobody's to read here, wherever a redirect led.
		bodyExcerpt: answer.isOfOtherHost ? '' : cutText(redact(answer.body), maxExcerptLength),
		latencyMs: answer.status === null ? null : answer.latencyMs,
		version: version === null ? null : redact(version),
	});
}

function redactionOf(requests: readonly HealthRequest[]): (text: string) => string {
	const secrets = requests.flatMap(({ address }) => secretsIn(address));
	const passwords = requests.flatMap(({ address }) => passwordsIn(address));
	return (text) => redactShort(text, secrets, passwords);
}
