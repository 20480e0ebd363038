import type { IDataObject } from 'n8n-workflow';

import { type HealthGateState, summarizeLatencies } from '../../deployment/health/healthGate';
import type { HealthReport } from './waitUntilHealthy';

/** The report as an item's JSON. */
export function healthJson({ isHealthy, url, gate, waitedMs }: HealthReport): IDataObject {
	const latencies = summarizeLatencies(gate.latenciesMs);
	return {
		healthy: isHealthy,
		url,
		checks: gate.checks,
		consecutive: gate.consecutive,
		reason: isHealthy ? '' : (gate.reasonNow ?? 'too few good answers in a row before the time was up'),
		version: gate.version,
		waitedSeconds: waitedMs / 1000,
		latencyMs: latencies && { ...latencies },
		firstFailure: failureJson(gate.firstFailure),
		lastFailure: failureJson(gate.lastFailure),
	};
}

/** A copy, whose type n8n's JSON takes. */
export function failureJson(failure: HealthGateState['firstFailure']) {
	return failure && { ...failure };
}
