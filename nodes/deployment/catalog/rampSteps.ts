/** A share of the new workflows, and how long it is held before the next. */
export interface RampStep {
	/** 0 to 100, both left out. */
	readonly percentage: number;
	readonly holdMs: number;
}

export type ParsedRamp =
	{ readonly ok: true; readonly steps: readonly RampStep[] } | { readonly ok: false; readonly reason: string };

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

const stepPattern = /^(\d+(?:\.\d+)?)\s*%(?:\s*(?:for\s+)?(\d+)\s*([smh]))?$/i;

const defaultHoldMs = 60_000;

/** `10% 60s, 50% 5m`: a share of the new workflows, and for how long; empty for no ramp. Without a time, a minute. */
export function parseRamp(text: string): ParsedRamp {
	const steps: RampStep[] = [];
	for (const part of text.split(/[,;\n]/).map((entry) => entry.trim())) {
		if (part === '') continue;
		const [, share, count, unit = ''] = stepPattern.exec(part) ?? [];
		const percentage = Number(share);
		if (share === undefined || !(percentage > 0 && percentage < 100)) {
			return { ok: false, reason: `"${part}" is not a share above 0 % and below 100 % with a time, such as 10% 60s` };
		}
		if (percentage <= (steps.at(-1)?.percentage ?? 0)) {
			return { ok: false, reason: `"${part}" is no larger share than the one before it` };
		}
		const holdMs = count === undefined ? defaultHoldMs : Number(count) * (unitMs[unit.toLowerCase()] ?? 0);
		steps.push({ percentage, holdMs });
	}
	return { ok: true, steps };
}
