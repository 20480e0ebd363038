import { durationMs, ownMs, type Span } from './ownTime';
import type { PlayedRelease, TimedStep } from './playRelease';

const RELEASE = 'slipway02release';
const DEPLOY = 'slipway03deploy';
const ROLL_BACK = 'slipway04rollback';
const GATE = 'Check its health';

const waitsOf = ({ steps }: PlayedRelease): Span[] => steps.filter(({ isWait }) => isWait);

/** All runs of the release together: what they took, and what of it the platforms and the health gate did not. */
export function releaseTimes(played: PlayedRelease): { readonly ownMs: number; readonly wholeMs: number } {
	const runs = runsOf(played, RELEASE);
	return {
		ownMs: sumOf(runs.map((run) => ownMs(run, waitsOf(played)))),
		wholeMs: sumOf(runs.map(durationMs)),
	};
}

/** How long the longest wave took. */
export function waveMs({ steps }: PlayedRelease): number {
	return Math.max(
		...steps.filter(({ workflowId, name }) => workflowId === RELEASE && name === 'Deploy the wave').map(durationMs),
	);
}

export interface Reaction {
	/** From the failed gate to the first request that changes something at its platform. */
	readonly firstMs: number;
	/** From there to the first such request for another service, waits taken off. */
	readonly nextMs: number;
	readonly ownOfNetlifyMs: number;
	readonly wholeOfNetlifyMs: number;
}

/** How a release whose site was bad reacted to the failed gate. Raises when it did not. */
export function reactionOf(played: PlayedRelease): Reaction {
	const gate = last(played.steps.filter(isGate));
	const writes = played.writes
		.filter(({ atMs }) => atMs >= gate.endedMs)
		.toSorted((left, right) => left.atMs - right.atMs);
	const first = writes.find(({ platform }) => platform === 'netlify');
	const next = writes.find(({ platform }) => platform !== 'netlify');
	const [netlify] = runsOf(played, ROLL_BACK).toSorted((left, right) => left.beganMs - right.beganMs);
	if (!first || !next || !netlify) throw new Error('The failed release was not rolled back on all platforms');
	return {
		firstMs: first.atMs - gate.endedMs,
		nextMs: ownMs(
			{ beganMs: gate.endedMs, endedMs: next.atMs },
			waitsOf(played).filter(({ endedMs }) => endedMs <= next.atMs),
		),
		// Netlify puts a deploy back at once: what its step takes is ours.
		ownOfNetlifyMs: ownMs(
			netlify,
			played.steps.filter(({ name }) => name === GATE),
		),
		wholeOfNetlifyMs: durationMs(netlify),
	};
}

const isGate = ({ workflowId, name }: TimedStep): boolean => workflowId === DEPLOY && name === GATE;

function last(spans: readonly TimedStep[]): TimedStep {
	const [latest] = spans.toSorted((left, right) => right.endedMs - left.endedMs);
	if (!latest) throw new Error('No health gate was run');
	return latest;
}

/** The runs of a workflow, from their first step to their last. */
function runsOf({ steps }: PlayedRelease, workflow: string): Span[] {
	const byExecution = new Map<string, Span>();
	for (const { executionId, workflowId, beganMs, endedMs } of steps) {
		if (workflowId !== workflow) continue;
		const run = byExecution.get(executionId) ?? { beganMs, endedMs };
		byExecution.set(executionId, {
			beganMs: Math.min(run.beganMs, beganMs),
			endedMs: Math.max(run.endedMs, endedMs),
		});
	}
	return [...byExecution.values()];
}

function sumOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0);
}
