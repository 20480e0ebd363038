import { ConfigurationError } from '../operation/errors';
import type { OperationContext } from '../operation/operation';
import {
	numberParameter,
	requiredText,
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../fields/parameters';
import { checkedAddress } from './address';
import type { HealthRequest } from './ask';
import { expectationParameter } from './expectationParameter';
import type { RedirectPolicy } from './redirect';
import type { HealthCheckPlan } from './waitUntilHealthy';

/**
 * What to ask, how often and how long, from the fields of `healthProperties`.
 * @throws ConfigurationError when a field cannot be read, or fields contradict each other.
 */
export function healthCheckPlan(context: OperationContext): HealthCheckPlan {
	const request = requestParameter(context);
	const versionRequest = versionRequestParameter(context, request);
	const expectation = expectationParameter(context);
	refuseBodyOfHead(request, expectation.body !== null, 'Body Match');
	if (expectation.version?.source.kind === 'jsonPath' && versionRequest === null) {
		refuseBodyOfHead(request, true, 'Version Match');
	}
	return { request, versionRequest, expectation, ...paceParameter(context) };
}

function requestParameter(context: OperationContext): HealthRequest {
	const method = textParameter(context, 'method') === 'HEAD' ? 'HEAD' : 'GET';
	return {
		address: checkedAddress(requiredText(context, 'url', 'URL'), 'URL'),
		method,
		requestTimeoutMs:
			1000 *
			numberParameter(context, 'requestTimeoutSeconds', 'Request Timeout (Seconds)', {
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
	throw new ConfigurationError(
		`${label} needs a body, and the answer to HEAD has none`,
		'Set Method to GET, or match a header instead',
	);
}

function paceParameter(context: OperationContext) {
	const consecutiveSuccesses = numberParameter(context, 'consecutiveSuccesses', 'Consecutive Successes', {
		minimum: 1,
		maximum: 1_000,
	});
	const intervalSeconds = numberParameter(context, 'intervalSeconds', 'Interval (Seconds)', {
		minimum: 0,
		maximum: 3_600,
	});
	const timeoutMs = timeoutMsParameter(context);
	const neededMs = (consecutiveSuccesses - 1) * intervalSeconds * 1000;
	if (neededMs > timeoutMs) {
		throw new ConfigurationError(
			`${consecutiveSuccesses} answers, ${intervalSeconds} s apart, take ${neededMs / 1000} s, but Timeout is ${timeoutMs / 1000} s`,
			'Raise Timeout, or lower Consecutive Successes or Interval',
		);
	}
	return {
		// Half a success is none: 2.5 in a row means 3.
		consecutiveSuccesses: Math.ceil(consecutiveSuccesses),
		intervalMs: intervalSeconds * 1000,
		timeoutMs,
	};
}
