import type { Ecs } from '../../ecs/ecs';
import { AwsError } from '../../protocol/awsError';
import { type JsonObject, readObject, readText } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import type { SecretStore } from '../../secrets/world';

const hourMs = 3_600_000;
/** US dollars: an hour of a small Fargate task, a secret's month. */
const [taskHour, secretMonth] = [0.0247, 0.4];

/** Cost Explorer: what runs now is billed as if it had run since it was made, and a month before. */
export function costOperations(ecs: Ecs, secrets: SecretStore, now: () => number): AwsOperations {
	const groupsOf = (fromMs: number, toMs: number): JsonObject[] => {
		const endMs = Math.min(toMs, now());
		if (endMs <= fromMs) return [];
		const running = [...ecs.world.tasks.values()].filter(({ status }) => status === 'RUNNING').length;
		const share = (endMs - fromMs) / (30 * 24 * hourMs);
		return [
			group('Amazon Elastic Container Service', running * taskHour * ((endMs - fromMs) / hourMs)),
			group('AWS Secrets Manager', secrets.all().length * secretMonth * share),
		];
	};
	return {
		GetCostAndUsage: (input) => {
			const [start, end] = spanOf(input, now());
			if (readText(input, 'Granularity') !== 'MONTHLY') throw invalid('Granularity is not simulated but MONTHLY');
			const months = monthsIn(start, end);
			return {
				GroupDefinitions: input.GroupBy ?? [],
				ResultsByTime: months.map(([from, to]) => ({
					TimePeriod: { Start: dayOf(from), End: dayOf(to) },
					Total: {},
					Groups: groupsOf(from, to),
					Estimated: to > now(),
				})),
				DimensionValueAttributes: [],
			};
		},
	};
}

function group(service: string, amount: number): JsonObject {
	return { Keys: [service], Metrics: { UnblendedCost: { Amount: amount.toFixed(10), Unit: 'USD' } } };
}

function spanOf(input: JsonObject, nowMs: number): readonly [number, number] {
	const period = readObject(input, 'TimePeriod');
	const [start, end] = ['Start', 'End'].map((name) => Date.parse(readText(period ?? {}, name) ?? ''));
	if (start === undefined || end === undefined || Number.isNaN(start + end)) throw invalid('TimePeriod is required');
	if (start >= end) throw invalid('Start date (and hour) should be before end date (and hour)');
	const today = new Date(nowMs);
	if (end > Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1)) {
		throw invalid('end date past the beginning of next month');
	}
	return [start, end];
}

function monthsIn(startMs: number, endMs: number): Array<readonly [number, number]> {
	const months: Array<readonly [number, number]> = [];
	for (let from = startMs; from < endMs;) {
		const day = new Date(from);
		const to = Math.min(endMs, Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1));
		months.push([from, to]);
		from = to;
	}
	return months;
}

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
