import { badRequest, unprocessable } from '../http/errors';
import { isJsonObject, type JsonObject } from '../http/json';
import { flagAt, numberAt, requiredText, textAt } from '../http/requestBody';
import type { NewEndpoint } from '../lifecycle/computes';
import type { EndpointType } from '../model';

export function readEndpointType(body: JsonObject): EndpointType {
	const type = requiredText(body, 'type');
	if (type !== 'read_write' && type !== 'read_only') {
		throw badRequest('endpoint type must be read_write or read_only');
	}
	return type;
}

/** https://neon.com/docs/manage/computes, "Available compute sizes": autoscaling up to 16 CU, at most 8 apart. */
const largestAutoscaling = 16;
const widestAutoscaling = 8;
const smallSizes: readonly number[] = [0.25, 0.5];
const fixedSizes: readonly number[] = [18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56];

function requireComputeSize(units: number | undefined): void {
	if (units === undefined || smallSizes.includes(units) || fixedSizes.includes(units)) return;
	if (Number.isInteger(units) && units <= largestAutoscaling) return;
	throw unprocessable(
		`${units} is not a compute size: use 0.25, 0.5, whole numbers up to ${largestAutoscaling}, or even ones up to 56`,
	);
}

/** What the bodies that make or change an endpoint have in common. */
export function readEndpointOptions(body: JsonObject): Omit<NewEndpoint, 'type'> {
	const minimumUnits = numberAt(body, 'autoscaling_limit_min_cu', 0.25, 56);
	const maximumUnits = numberAt(body, 'autoscaling_limit_max_cu', 0.25, 56);
	if (minimumUnits !== undefined && maximumUnits !== undefined && minimumUnits > maximumUnits) {
		throw badRequest('autoscaling_limit_min_cu must not be above autoscaling_limit_max_cu');
	}
	for (const units of [minimumUnits, maximumUnits]) requireComputeSize(units);
	if (minimumUnits !== maximumUnits && (maximumUnits ?? 0) > largestAutoscaling) {
		throw unprocessable(`autoscaling goes up to ${largestAutoscaling} CU; a larger compute has a fixed size`);
	}
	if ((maximumUnits ?? 0) - (minimumUnits ?? maximumUnits ?? 0) > widestAutoscaling) {
		throw unprocessable(`autoscaling_limit_max_cu must be within ${widestAutoscaling} CU of autoscaling_limit_min_cu`);
	}
	return {
		name: textAt(body, 'name'),
		minimumUnits,
		maximumUnits,
		suspendTimeoutSeconds: numberAt(body, 'suspend_timeout_seconds', -1, 604_800),
		poolerEnabled: flagAt(body, 'pooler_enabled'),
		disabled: flagAt(body, 'disabled'),
	};
}

/** The endpoints that a new branch is to have. */
export function readEndpoints(body: JsonObject): NewEndpoint[] {
	const list = body['endpoints'] ?? [];
	if (!Array.isArray(list)) throw badRequest('endpoints must be an array');
	const endpoints = list.map((entry: unknown) => {
		if (!isJsonObject(entry)) throw badRequest('endpoints must be objects');
		return { ...readEndpointOptions(entry), type: readEndpointType(entry) };
	});
	if (endpoints.filter(({ type }) => type === 'read_write').length > 1) {
		throw unprocessable('a branch can have one read_write endpoint');
	}
	return endpoints;
}
