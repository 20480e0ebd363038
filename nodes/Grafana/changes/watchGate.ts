import {
	addLook,
	type GateSight,
	judgeGate,
	lookAt,
	type MetricGate,
	type MetricLook,
} from '../../deployment/health/metricGate';
import type { PlatformClient } from '../../shared/http/platformClient';
import { isTransient, messageOf } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { askNow, assertKnown, type MetricQuestion } from './query';

export interface GateWatch {
	readonly dataSource: string;
	readonly gate: MetricGate;
	readonly intervalMs: number;
	readonly timeoutMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

export interface GateResult {
	/** Null: nobody knows. Only true is a pass. */
	readonly passed: boolean | null;
	/** The value that decided last. */
	readonly value: number | null;
	readonly reason: string;
	readonly looks: number;
	readonly waitedMs: number;
}

/**
 * Looks until the metric has been as it has to be for so long, or has not been for so long. At the deadline: not
 * passed where the last look was bad, else nobody knows. A look that fails, or gives nothing, begins the count anew.
 *
 * @throws PlatformRequestError for an expression or a data source that cannot be asked; OperationFailure for a metric
 * that is not known.
 */
export async function watchGate(client: PlatformClient, watch: GateWatch): Promise<GateResult> {
	const { gate, dataSource, intervalMs, timeoutMs, cancelSignal } = watch;
	const question = { dataSource, expression: gate.expression };
	let sight: GateSight | null = null;
	const { outcome, value, waitedMs } = await pollUntil<GateSight>({
		what: `the metric ${gate.expression}`,
		timeoutMs,
		read: async () => {
			sight = addLook(sight, await look(client, question, gate), clock.now());
			return sight;
		},
		assess: (seen) => judgeGate(seen, gate, clock.now()),
		policy: { firstIntervalMs: intervalMs, maxIntervalMs: intervalMs, growth: 0 },
		...(cancelSignal && { cancelSignal }),
	});
	const { last, looks } = value;
	const { seen } = judgeGate(value, gate, clock.now());
	if (outcome !== 'timeout') {
		return { passed: outcome === 'succeeded', value: last.value, reason: seen, looks, waitedMs };
	}
	// What nobody sent cannot be asked for: a word that was mistyped looks just so.
	if (last.holds === null) await explainNothing(client, question);
	const reason = `${seen}: it was not as it has to be for ${gate.forMs / 1000} s on end within ${Math.round(waitedMs / 1000)} s`;
	return { passed: last.holds === false ? false : null, value: last.value, reason, looks, waitedMs };
}

async function look(client: PlatformClient, question: MetricQuestion, gate: MetricGate): Promise<MetricLook> {
	const asked = await attempt(askNow(client, question));
	if (asked.ok) return lookAt(asked.value, gate);
	if (!isTransient(asked.error)) throw asked.error;
	return { holds: null, value: null, seen: `it could not be asked: ${messageOf(asked.error)}` };
}

async function explainNothing(client: PlatformClient, question: MetricQuestion): Promise<void> {
	const known = await attempt(assertKnown(client, question));
	if (!known.ok && !isTransient(known.error)) throw known.error;
}
