import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../operation/errors';
import type { OperationContext } from '../operation/operation';
import { returnedFailure, returnsFailure } from '../fields/failureHandling';
import { healthCheckPlan } from './healthCheckPlan';
import { failureJson, healthJson } from './healthJson';
import { type HealthReport, waitUntilHealthy } from './waitUntilHealthy';

const advice = "Open the address and the service's log, and roll the service back if people use it";

/**
 * The operation of the fields in `healthProperties`: asks until the service is healthy or the time is up.
 * @returns what was seen.
 * @throws OperationFailure when a field cannot be read, when the execution is stopped, and, with
 * On Failure set to fail, when the time is up.
 */
export async function checkHealth(context: OperationContext): Promise<IDataObject> {
	const plan = healthCheckPlan(context);
	const report = await waitUntilHealthy(context.functions, plan);
	if (report.isHealthy) return healthJson(report);
	if (!returnsFailure(context)) throw unhealthy(report, plan.consecutiveSuccesses);
	const json = healthJson(report);
	return returnedFailure(json, { reason: String(json.reason), advice });
}

function unhealthy({ url, gate, waitedMs }: HealthReport, required: number): OperationFailure {
	const { firstFailure, lastFailure } = gate;
	const first = firstFailure ? `; first failure at ${firstFailure.at}: ${firstFailure.reason}` : '';
	const isNews = lastFailure !== null && lastFailure.reason !== firstFailure?.reason;
	const last = isNews ? `; last failure at ${lastFailure.at}: ${lastFailure.reason}` : '';
	return new OperationFailure(
		`${url} did not become healthy in ${Math.round(waitedMs / 1000)} s: ${gate.consecutive} of ${required} good answers in a row after ${gate.checks} checks${first}${last}`,
		`${advice}. To go on with healthy: false instead, set On Failure to Return the Result`,
		{ firstFailure: failureJson(firstFailure), lastFailure: failureJson(lastFailure), checks: gate.checks },
	);
}
