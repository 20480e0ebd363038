import { invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import {
	readFlag,
	readInteger,
	readNumber,
	readObject,
	readObjects,
	readText,
	readTexts,
} from '../../protocol/jsonInput';

const DEFAULTS: JsonObject = {
	strategy: 'ROLLING',
	maximumPercent: 200,
	minimumHealthyPercent: 100,
	bakeTimeInMinutes: 0,
	deploymentCircuitBreaker: { enable: false, rollback: false },
};
const STRATEGIES = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];

/** The configuration in force after a request named some of its members. Raises InvalidParameterException. */
export function mergeConfiguration(existing: JsonObject, given: JsonObject): JsonObject {
	const merged: JsonObject = { ...DEFAULTS, ...existing, ...given };
	const strategy = strategyOf(merged);
	if (!STRATEGIES.includes(strategy)) throw invalidParameter(`Invalid deployment strategy: ${strategy}`);
	if (strategy === 'ROLLING' && readObjects(given, 'lifecycleHooks').length > 0) {
		throw invalidParameter('Lifecycle hooks are not supported with the ROLLING deployment strategy.');
	}
	const { minimumHealthyPercent, maximumPercent } = boundsOf(merged);
	if (maximumPercent <= minimumHealthyPercent && maximumPercent <= 100 && minimumHealthyPercent >= 100) {
		throw invalidParameter('The maximumPercent must be above the minimumHealthyPercent, else no task can be replaced.');
	}
	for (const hook of readObjects(merged, 'lifecycleHooks')) {
		if (readTexts(hook, 'lifecycleStages').length === 0) {
			throw invalidParameter('A lifecycle hook needs at least one lifecycle stage.');
		}
		if (readText(hook, 'targetType') !== 'PAUSE' && readText(hook, 'hookTargetArn') === undefined) {
			throw invalidParameter('hookTargetArn is required for AWS_LAMBDA lifecycle hooks.');
		}
	}
	return merged;
}

export const strategyOf = (configuration: JsonObject): string => readText(configuration, 'strategy') ?? 'ROLLING';

/** Percent of the desired count that must stay healthy and that may run at once. */
export function boundsOf(configuration: JsonObject): {
	readonly minimumHealthyPercent: number;
	readonly maximumPercent: number;
} {
	return {
		minimumHealthyPercent: readInteger(configuration, 'minimumHealthyPercent') ?? 100,
		maximumPercent: readInteger(configuration, 'maximumPercent') ?? 200,
	};
}

export interface CircuitBreaker {
	readonly enabled: boolean;
	readonly rollback: boolean;
	readonly resetOnHealthyTask: boolean;
	/** Failed tasks that trip it: half the desired count, from 3 to 200, unless configured. */
	readonly threshold: number;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
export function circuitBreakerOf(configuration: JsonObject, desiredCount: number): CircuitBreaker {
	const breaker = readObject(configuration, 'deploymentCircuitBreaker');
	const thresholdConfiguration = readObject(breaker, 'thresholdConfiguration');
	const type = readText(thresholdConfiguration, 'type') ?? 'BOUNDED_PERCENT';
	const value = readInteger(thresholdConfiguration, 'value') ?? 50;
	const share = Math.ceil((value / 100) * desiredCount);
	const threshold =
		type === 'COUNT' ? value : type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share));
	return {
		enabled: readFlag(breaker, 'enable'),
		rollback: readFlag(breaker, 'rollback'),
		resetOnHealthyTask: breaker['resetOnHealthyTask'] !== false,
		threshold,
	};
}

export interface AlarmRule {
	readonly enabled: boolean;
	readonly rollback: boolean;
	readonly names: readonly string[];
}

export function alarmsOf(configuration: JsonObject): AlarmRule {
	const alarms = readObject(configuration, 'alarms');
	return {
		enabled: readFlag(alarms, 'enable'),
		rollback: readFlag(alarms, 'rollback'),
		names: readTexts(alarms, 'alarmNames'),
	};
}

/** One step of the traffic's way to the new revision: its share in percent, and how long it is watched. */
export interface TrafficStep {
	readonly percent: number;
	readonly bakeMinutes: number;
}

/** All at once, 5 percent for 10 minutes first, or 10 percent every 6 minutes, unless configured. */
export function trafficStepsOf(configuration: JsonObject): TrafficStep[] {
	const strategy = strategyOf(configuration);
	if (strategy === 'CANARY') {
		const canary = readObject(configuration, 'canaryConfiguration');
		return [
			{
				percent: readNumber(canary, 'canaryPercent') ?? 5,
				bakeMinutes: readInteger(canary, 'canaryBakeTimeInMinutes') ?? 10,
			},
			{ percent: 100, bakeMinutes: 0 },
		];
	}
	if (strategy === 'LINEAR') {
		const linear = readObject(configuration, 'linearConfiguration');
		const stepPercent = readNumber(linear, 'stepPercent') ?? 10;
		const bakeMinutes = readInteger(linear, 'stepBakeTimeInMinutes') ?? 6;
		const steps = Math.ceil(100 / stepPercent);
		return Array.from({ length: steps }, (_, index) => {
			const percent = Math.min(100, Math.round((index + 1) * stepPercent * 10) / 10);
			return { percent, bakeMinutes: percent === 100 ? 0 : bakeMinutes };
		});
	}
	return [{ percent: 100, bakeMinutes: 0 }];
}
