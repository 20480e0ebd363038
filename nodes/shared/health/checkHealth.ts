import type { IDataObject } from 'n8n-workflow';

import { judgeAnswer } from '../../deployment/health/healthExpectation';
import {
	addCheck,
	judgeHealthGate,
	newHealthGate,
	summarizeLatencies,
	type HealthGateState,
} from '../../deployment/health/healthGate';
import { cutText } from '../../deployment/values/text';
import { clock } from '../waiting/clock';
import { OperationFailure } from '../operation/errors';
import type { OperationContext } from '../operation/operation';
import {
	numberParameter,
	requiredText,
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../fields/parameters';
import { pollUntil } from '../waiting/pollUntil';
import { redactShort } from '../http/redaction';
import { checkedAddress, passwordsIn, secretsIn, shownAddress } from './address';
import { ask, type HealthRequest } from './ask';
import { expectationParameter } from './expectationParameter';
import type { RedirectPolicy } from './redirect';

/** In UTF-16 units. */
const maxExcerptLength = 300;

/** Even with an interval of 0, a service that just failed gets this pause. */
const minPauseAfterFailureMs = 250;

/**
 * Asks until enough answers in a row are good, or the time is up.
 * @returns what was seen.
 * @throws OperationFailure when a field cannot be read, when the execution is stopped, and, with
 * On Failure set to fail, when the time is up.
 */
export async function checkHealth(context: OperationContext): Promise<IDataObject> {
	const request = requestParameter(context);
	const versionRequest = versionRequestParameter(context, request);
	const expectation = expectationParameter(context);
	refuseBodyOfHead(request, expectation.body !== null, 'Body Match');
	if (expectation.version?.source.kind === 'jsonPath' && versionRequest === null) {
		refuseBodyOfHead(request, true, 'Version Match');
	}
	const pace = paceParameter(context);
	const secrets = [request, versionRequest].flatMap((each) => (each ? secretsIn(each.address) : []));
	const passwords = [request, versionRequest].flatMap((each) => (each ? passwordsIn(each.address) : []));
	const shown = (text: string) => redactShort(text, secrets, passwords);
	const url = shownAddress(request.address);
	let state = newHealthGate;

	const look = async (): Promise<HealthGateState> => {
		if (state.reasonNow !== null && pace.intervalMs < minPauseAfterFailureMs) {
			await clock.sleep(minPauseAfterFailureMs - pace.intervalMs);
		}
		const atMs = clock.now();
		const answer = await ask(context, request);
		const needsVersion = expectation.version !== null && versionRequest !== null;
		const versionAnswer = needsVersion ? await ask(context, versionRequest) : answer;
		const { reason, version } = judgeAnswer(expectation, answer, versionAnswer);
		state = addCheck(state, {
			atMs,
			status: answer.status,
			reason: reason === null ? null : shown(reason),
			// What another host says is nobody's to read here, wherever a redirect led.
			bodyExcerpt: answer.isOfOtherHost ? '' : cutText(shown(answer.body), maxExcerptLength),
			latencyMs: answer.status === null ? null : answer.latencyMs,
			version: version === null ? null : shown(version),
		});
		return state;
	};

	const result = await pollUntil({
		what: `the health of ${url}`,
		timeoutMs: pace.timeoutMs,
		read: look,
		assess: (seen) => judgeHealthGate(seen, pace.consecutiveSuccesses),
		policy: { firstIntervalMs: pace.intervalMs, maxIntervalMs: pace.intervalMs, growth: 0 },
		cancelSignal: context.functions.getExecutionCancelSignal(),
	});
	const output = outputOf(result.value, result.outcome === 'succeeded', result.waitedMs, url);
	if (result.outcome === 'succeeded' || pace.onBadEnd === 'return') return output;
	throw unhealthy(url, result.value, result.waitedMs, pace.consecutiveSuccesses);
}

function requestParameter(context: OperationContext): HealthRequest {
	const method = textParameter(context, 'method') === 'HEAD' ? 'HEAD' : 'GET';
	return {
		address: checkedAddress(requiredText(context, 'url', 'URL'), 'URL'),
		method,
		requestTimeoutMs:
			1000 *
			numberParameter(context, 'requestTimeoutSeconds', 'Request Timeout', {
				minimum: 0.1,
				maximum: 300,
			}),
		redirects: redirectsParameter(context),
	};
}

function redirectsParameter(context: OperationContext): RedirectPolicy {
	if (!switchParameter(context, 'followRedirects')) return 'none';
	return textParameter(context, 'redirectHosts') === 'any' ? 'anyHost' : 'sameHost';
}

function versionRequestParameter(context: OperationContext, request: HealthRequest): HealthRequest | null {
	if (textParameter(context, 'versionMatch') === 'none') return null;
	const text = textParameter(context, 'versionUrl');
	if (text === '') return null;
	return { ...request, method: 'GET', address: checkedAddress(text, 'Version URL') };
}

function refuseBodyOfHead(request: HealthRequest, needsBody: boolean, label: string): void {
	if (request.method !== 'HEAD' || !needsBody) return;
	throw new OperationFailure(
		`${label} needs a body, and the answer to HEAD has none`,
		'Set Method to GET, or match a header instead',
	);
}

function paceParameter(context: OperationContext) {
	const consecutiveSuccesses = numberParameter(context, 'consecutiveSuccesses', 'Consecutive Successes', {
		minimum: 1,
		maximum: 1_000,
	});
	const intervalSeconds = numberParameter(context, 'intervalSeconds', 'Interval', {
		minimum: 0,
		maximum: 3_600,
	});
	const timeoutMs = timeoutMsParameter(context);
	const neededMs = (consecutiveSuccesses - 1) * intervalSeconds * 1000;
	if (neededMs > timeoutMs) {
		throw new OperationFailure(
			`${consecutiveSuccesses} answers, ${intervalSeconds} s apart, take ${neededMs / 1000} s, and Timeout is ${timeoutMs / 1000} s`,
			'Raise Timeout, or lower Consecutive Successes or Interval',
		);
	}
	return {
		// Half a success is none: 2.5 in a row means 3.
		consecutiveSuccesses: Math.ceil(consecutiveSuccesses),
		intervalMs: intervalSeconds * 1000,
		timeoutMs,
		onBadEnd: textParameter(context, 'onBadEnd') === 'return' ? 'return' : 'fail',
	};
}

function outputOf(
	state: HealthGateState,
	healthy: boolean,
	waitedMs: number,
	url: string,
): IDataObject {
	return {
		healthy,
		url,
		checks: state.checks,
		consecutive: state.consecutive,
		reason: healthy ? '' : (state.reasonNow ?? 'too few good answers in a row before the time was up'),
		version: state.version,
		waitedSeconds: waitedMs / 1000,
		latencyMs: asData(summarizeLatencies(state.latenciesMs)),
		firstFailure: asData(state.firstFailure),
		lastFailure: asData(state.lastFailure),
	};
}

function asData(value: object | null): IDataObject | null {
	return value === null ? null : { ...value };
}

function unhealthy(
	url: string,
	state: HealthGateState,
	waitedMs: number,
	required: number,
): OperationFailure {
	const { firstFailure, lastFailure } = state;
	const first = firstFailure ? `; first failure at ${firstFailure.at}: ${firstFailure.reason}` : '';
	const isNews = lastFailure !== null && lastFailure.reason !== firstFailure?.reason;
	const last = isNews ? `; last failure at ${lastFailure.at}: ${lastFailure.reason}` : '';
	return new OperationFailure(
		`${url} did not become healthy in ${Math.round(waitedMs / 1000)} s: ${state.consecutive} of ${required} good answers in a row after ${state.checks} checks${first}${last}`,
		'Open the address and the service\'s log, and roll the service back if people use it. To go on with healthy: false instead, set On Failure to Return the Result',
		{ firstFailure: failureData(firstFailure), lastFailure: failureData(lastFailure), checks: state.checks },
	);
}

function failureData(failure: HealthGateState['firstFailure']) {
	return failure === null ? null : { ...failure };
}
