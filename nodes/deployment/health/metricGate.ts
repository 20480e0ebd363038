/** What a metric has to be, and for how long. */
export interface MetricGate {
	readonly expression: string;
	readonly comparison: Comparison;
	readonly threshold: number;
	readonly forMs: number;
}

export const comparisons = ['<', '<=', '>', '>='] as const;

export type Comparison = (typeof comparisons)[number];

/** One element of what a query gave. */
export interface MetricSample {
	readonly labels: Readonly<Record<string, string>>;
	/** May be NaN or infinite. */
	readonly value: number;
}

/** What one look at a metric says. `null`: nobody knows. */
export interface MetricLook {
	readonly holds: boolean | null;
	/** The value that decided: the worst; null where there is none. */
	readonly value: number | null;
	/** For a person: `0.07 {code="500"}, which is not < 0.05`. */
	readonly seen: string;
}

/** What a gate has seen so far. */
export interface GateSight {
	readonly looks: number;
	readonly last: MetricLook;
	/** Since when each look has said the same; null after one that said nothing. */
	readonly sinceMs: number | null;
}

const written =
	/^(?<expression>.*[^\s<>=!])\s*(?<comparison><=|>=|<|>)\s*(?<threshold>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s+for\s+(?<length>\d+)\s*(?<unit>s|m)$/s;

/**
 * A gate as the catalog has it: `sum(rate(errors_total[2m])) < 0.05 for 60s`. The last comparison counts; at most
 * 60 s, since no run lasts longer than *Longest Run*.
 */
export function parseMetricGate(text: string): MetricGate | { readonly problem: string } {
	const { expression = '', comparison, threshold, length, unit } = written.exec(text.trim())?.groups ?? {};
	const operator = comparisons.find((known) => known === comparison);
	if (operator === undefined) {
		return { problem: `"${text}" is not a metric gate: it must end as "< 0.05 for 60s" does` };
	}
	const forMs = Number(length) * (unit === 'm' ? 60_000 : 1_000);
	if (forMs > 60_000) return { problem: `A metric gate may last 60 seconds at most, not ${forMs / 1000}` };
	return { expression: expression.trim(), comparison: operator, threshold: Number(threshold), forMs };
}

/** Whether the condition is true of every element. Nothing, NaN, or an element that is neither: nobody knows. */
export function lookAt(samples: readonly MetricSample[], { comparison, threshold }: MetricGate): MetricLook {
	if (samples.length === 0) return { holds: null, value: null, seen: 'the query gave nothing' };
	const unknown = samples.find(({ value }) => Number.isNaN(value));
	const worst = samples
		.filter(({ value }) => !Number.isNaN(value))
		.sort((left, right) => (comparison.startsWith('<') ? right.value - left.value : left.value - right.value))[0];
	// One that is bad is bad, whatever nobody knows of another.
	if (worst !== undefined && !compare(worst.value, comparison, threshold)) {
		return { holds: false, value: worst.value, seen: `${shown(worst)}, which is not ${comparison} ${threshold}` };
	}
	if (unknown !== undefined) {
		return { holds: null, value: null, seen: `${shown(unknown)}: there is nothing to divide by, as without requests` };
	}
	if (worst === undefined) return { holds: null, value: null, seen: 'the query gave nothing' };
	return { holds: true, value: worst.value, seen: `${shown(worst)}, which is ${comparison} ${threshold}` };
}

/** The sight after another look. */
export function addLook(before: GateSight | null, look: MetricLook, nowMs: number): GateSight {
	const isSame = before !== null && look.holds !== null && before.last.holds === look.holds;
	return {
		looks: (before?.looks ?? 0) + 1,
		last: look,
		sinceMs: look.holds === null ? null : isSame ? before.sinceMs : nowMs,
	};
}

/** `succeeded` when it has held for so long, `failed` when it has not for so long; a look that says nothing begins anew. */
export function judgeGate({ last, sinceMs }: GateSight, { forMs }: MetricGate, nowMs: number) {
	const lastedMs = sinceMs === null ? 0 : nowMs - sinceMs;
	const seen = `${last.seen}${sinceMs === null ? '' : `, for ${Math.floor(lastedMs / 1000)} of ${forMs / 1000} s`}`;
	const isOver = sinceMs !== null && lastedMs >= forMs;
	return { phase: isOver ? (last.holds ? 'succeeded' : 'failed') : 'pending', seen } as const;
}

function compare(value: number, comparison: Comparison, threshold: number): boolean {
	switch (comparison) {
		case '<':
			return value < threshold;
		case '<=':
			return value <= threshold;
		case '>':
			return value > threshold;
		case '>=':
			return value >= threshold;
	}
}

function shown({ labels, value }: MetricSample): string {
	const rest = Object.entries(labels).filter(([name]) => name !== '__name__');
	const names = rest.map(([name, text]) => `${name}="${text}"`);
	const number = Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
	return names.length === 0 ? String(number) : `${number} {${names.join(', ')}}`;
}
