import { cpus, loadavg } from 'node:os';

import type { ReleaseWorld } from '../../test/workflows/releaseWorld';
import type { ServiceName } from '../deliver/scenario';
import type { Benchmark, BenchmarkResult } from './benchmark';
import { atMost } from './patience';
import { playRelease, type PlayedRelease } from './playRelease';
import { reactionOf, releaseTimes, waveMs } from './releaseTimes';
import { median } from './statistics';

const ROUNDS = 5;
const WAVE_ROUNDS = 3;
const FAILED_ROUNDS = 3;
const OWN_GOAL_MS = 2000;
const ROLLBACK_GOAL_MS = 5000;
const WAVE_GOAL = 1.3;
const TIME_SCALE = 60;
const PREPARING_MS = 120_000;

/**
 * Releases of the example catalog's monorepo on n8n's own engine, in this process, with the sandbox beside it: what
 * a release of three services on three platforms takes besides the platforms and the health gate, how two services of
 * one wave run side by side, and how soon what is bad goes back. The sandbox's own work counts as ours.
 */
export const releaseBenchmark: Benchmark = {
	word: 'release',
	async run(say) {
		// Not with this file: n8n-core takes its time, and other benchmarks have no use for it.
		const { createReleaseWorld, CHAIN, EVERY } = await import('../../test/workflows/releaseWorld');
		say('About ten minutes: platforms and health gates are waited for.');
		const world = await createReleaseWorld({ timeScale: TIME_SCALE });
		try {
			await atMost(PREPARING_MS, world.renew(), () => `Setting up n8n's engine had not ended: ${world.whatRuns()}`);
			// What was there before is looked at once, and every node is loaded.
			await playRelease(world, EVERY);
			say('Ready: every service was deployed once.');
			const releases = await playOften(ROUNDS, async (round) => {
				const played = await playGood(world, CHAIN);
				const { ownMs, wholeMs } = releaseTimes(played);
				say(`Release ${round} of ${ROUNDS}: ${seconds(ownMs)} of our own, ${seconds(wholeMs)} in all.`);
				return played;
			});
			const waves = await playOften(WAVE_ROUNDS, async (round) => {
				const { togetherMs, slowerMs } = await playWave(world);
				say(
					`Wave ${round} of ${WAVE_ROUNDS}: ${seconds(togetherMs)} together, ${seconds(slowerMs)} the slower one alone.`,
				);
				return { togetherMs, slowerMs };
			});
			const failed = await playOften(FAILED_ROUNDS, async (round) => {
				const played = await playFailed(world);
				say(
					`Failed release ${round} of ${FAILED_ROUNDS}: ${seconds(reactionOf(played).firstMs)} to its first call back.`,
				);
				return played;
			});
			return [ownTimeResult(releases), waveResult(waves), ...rollbackResults(failed)];
		} finally {
			await world.close();
		}
	},
};

async function playOften<Played>(rounds: number, play: (round: number) => Promise<Played>): Promise<Played[]> {
	const played: Played[] = [];
	for (let round = 1; round <= rounds; round++) played.push(await play(round));
	return played;
}

async function playGood(world: ReleaseWorld, services: readonly ServiceName[]): Promise<PlayedRelease> {
	const played = await playRelease(world, services);
	const commits = new Set(Object.values(await world.commits(services)));
	if (commits.size !== 1 || world.releases().at(-1)?.state !== 'live') {
		throw new Error(`The release of ${services.join(', ')} did not end well`);
	}
	return played;
}

interface PlayedWave {
	readonly togetherMs: number;
	readonly slowerMs: number;
}

/** Two services of one wave, and each of them alone, in the same minute. */
async function playWave(world: ReleaseWorld): Promise<PlayedWave> {
	const [together, gateway, workers] = [
		await playGood(world, ['gateway', 'nanda-workers']),
		await playGood(world, ['gateway']),
		await playGood(world, ['nanda-workers']),
	].map(waveMs);
	return { togetherMs: together ?? NaN, slowerMs: Math.max(gateway ?? NaN, workers ?? NaN) };
}

/** The site is bad: it goes back, and then the gateway that it depends on, on another platform. */
async function playFailed(world: ReleaseWorld): Promise<PlayedRelease> {
	const played = await playRelease(world, ['gateway', 'paintbox-frontend'], ['netlify/paintbox']);
	const { state, reason } = world.releases().at(-1) ?? {};
	if (state !== 'failed') throw new Error(`The release that was to fail ended ${String(state)}: ${String(reason)}`);
	try {
		reactionOf(played);
	} catch (error) {
		const [what, services] = [error instanceof Error ? error.message : String(error), world.ledger().slice(-4)];
		const rows = services.map((row) => `${String(row.service)} ${String(row.kind)} ${String(row.state)}`).join(', ');
		throw new Error(`${what}. The release: ${String(reason)}. The ledger's newest rows: ${rows}`, { cause: error });
	}
	return played;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

function ownTimeResult(releases: readonly PlayedRelease[]): BenchmarkResult {
	const times = releases.map(releaseTimes);
	const own = median(times.map(({ ownMs }) => ownMs));
	const whole = median(times.map(({ wholeMs }) => wholeMs));
	const executions = releases.map(({ steps }) => new Set(steps.map(({ executionId }) => executionId)).size);
	return {
		name: 'A release of three services on three platforms, one after the other',
		ours: `${seconds(own)} of our own (${times.map(({ ownMs }) => seconds(ownMs)).join(', ')})`,
		reference: `${seconds(whole)} in all, with the platforms' and the health gate's waits`,
		ratio: own / whole,
		goal: `at most ${seconds(OWN_GOAL_MS)} of our own`,
		reached: own <= OWN_GOAL_MS,
		notes: [
			`median of ${releases.length} releases of ${median(executions)} executions each`,
			`it computes ${seconds(median(times.map(({ ownComputedMs }) => ownComputedMs)))} of that, the simulated platforms included: what is left with the machine for itself; load of the machine ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
		],
	};
}

function waveResult(waves: readonly PlayedWave[]): BenchmarkResult {
	const ratio = median(waves.map(({ togetherMs, slowerMs }) => togetherMs / slowerMs));
	return {
		name: 'Two services of one wave',
		ours: `${seconds(median(waves.map(({ togetherMs }) => togetherMs)))} together`,
		reference: `${seconds(median(waves.map(({ slowerMs }) => slowerMs)))}: the slower one alone`,
		ratio,
		goal: `at most ${WAVE_GOAL}`,
		reached: ratio <= WAVE_GOAL,
		notes: [`median of ${waves.length}`],
	};
}

function rollbackResults(failed: readonly PlayedRelease[]): BenchmarkResult[] {
	const reactions = failed.map(reactionOf);
	const firstMs = median(reactions.map(({ firstMs: ms }) => ms));
	const nextMs = median(reactions.map(({ nextMs: ms }) => ms));
	const ownOfNetlifyMs = median(reactions.map(({ ownOfNetlifyMs: ms }) => ms));
	const wholeOfNetlifyMs = median(reactions.map(({ wholeOfNetlifyMs: ms }) => ms));
	return [
		{
			name: 'From a failed health gate to the first call that rolls back',
			ours: `${seconds(firstMs)} to the service's own`,
			reference: `${seconds(nextMs)} of our own to the first of another service, which is its turn when that one is back`,
			ratio: firstMs / nextMs,
			goal: `at most ${seconds(OWN_GOAL_MS)} to either`,
			reached: Math.max(firstMs, nextMs) <= OWN_GOAL_MS,
			notes: [`median of ${reactions.length}`],
		},
		{
			name: 'A roll back on Netlify',
			ours: `${seconds(ownOfNetlifyMs)} of our own`,
			reference: `${seconds(wholeOfNetlifyMs)} in all, until it is verified and well`,
			ratio: ownOfNetlifyMs / wholeOfNetlifyMs,
			goal: `at most ${seconds(ROLLBACK_GOAL_MS)} of our own`,
			reached: ownOfNetlifyMs <= ROLLBACK_GOAL_MS,
			notes: [`median of ${reactions.length}`],
		},
	];
}
