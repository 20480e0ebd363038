import { durationMs, ownMs, type Span } from './ownTime';
import type { PlayedRelease, TimedStep } from './playRelease';

const RELEASE = 'slipway02release';
const DEPLOY = 'slipway03deploy';
const ROLL_BACK = 'slipway04rollback';
const GATE = 'Check its health';

const waitsOf = ({ steps }: PlayedRelease): Span[] => steps.filter(({ isWait }) => isWait);

export interface ReleaseTimes {
	readonly wholeMs: number;
	/** What of it the platforms and the health gate did not take. */
	readonly ownMs: number;
	/** What this process computed in its own time: the same on a machine that others use, too. */
	readonly ownComputedMs: number;
}

/** All runs of the release together. */
export function releaseTimes(played: PlayedRelease): ReleaseTimes {
	const runs = runsOf(played, RELEASE);
	const waits = waitsOf(played);
	const ownIn = (span: Span): number => sumOf(runs.map((run) => ownMs(overlap(run, span), waits)));
	return {
		wholeMs: sumOf(runs.map(durationMs)),
		ownMs: sumOf(runs.map((run) => ownMs(run, waits))),
		ownComputedMs: sumOf(
			played.computed.slice(1).map(({ atMs, cpuMs }, index) => {
				const { atMs: beganMs = atMs, cpuMs: beforeMs = cpuMs } = played.computed[index] ?? {};
				const span = { beganMs, endedMs: atMs };
				return atMs > beganMs ? ((cpuMs - beforeMs) * ownIn(span)) / durationMs(span) : 0;
			}),
		),
	};
}

/** What two spans have in common; none, at the later one's beginning, when that is nothing. */
function overlap(left: Span, right: Span): Span {
	const beganMs = Math.max(left.beganMs, right.beganMs);
	return { beganMs, endedMs: Math.max(beganMs, Math.min(left.endedMs, right.endedMs)) };
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
	if (!netlify) throw new Error('No workflow rolled the site back');
	if (!first) throw new Error('Nothing was changed at Netlify after the failed gate');
	if (!next) throw new Error('Nothing was changed at another platform after the failed gate');
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
