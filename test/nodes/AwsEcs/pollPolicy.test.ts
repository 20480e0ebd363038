import { ecsPollPolicy } from '../../../nodes/AwsEcs/changes/waitUntil';
import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { pollUntil } from '../../../nodes/shared/waiting/pollUntil';

/** A generator with a seed: the same draws every time. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
		return state / 2 ** 32;
	};
}

/** How late, and after how many looks, a deployment is noticed that is stable at `stableAtMs`. */
async function notice(stableAtMs: number, random: () => number): Promise<{ lagMs: number; looks: number }> {
	let nowMs = 0;
	let looks = 0;
	const restore = replaceClock({
		now: () => nowMs,
		sleep: async (durationMs) => {
			nowMs += durationMs;
		},
		random,
	});
	await pollUntil<boolean>({
		what: 'a deployment',
		timeoutMs: 1_800_000,
		policy: ecsPollPolicy,
		read: async () => {
			looks += 1;
			const isStable = nowMs >= stableAtMs;
			// Two calls side by side, 50 to 400 ms.
			nowMs += 50 + random() * 350;
			return isStable;
		},
		assess: (isStable) => ({ phase: isStable ? 'succeeded' : 'pending', seen: '' }),
	}).finally(restore);
	return { lagMs: nowMs - stableAtMs, looks };
}

async function draws(count: number, fromMs: number, toMs: number) {
	const random = seeded(7);
	const seen: { lagMs: number; looks: number }[] = [];
	for (let draw = 0; draw < count; draw++) {
		seen.push(await notice(fromMs + random() * (toMs - fromMs), random));
	}
	const lags = seen.map(({ lagMs }) => lagMs).sort((left, right) => left - right);
	return {
		meanMs: lags.reduce((sum, lag) => sum + lag, 0) / count,
		p95Ms: lags[Math.floor(count * 0.95)] ?? Infinity,
		mostLooks: Math.max(...seen.map(({ looks }) => looks)),
	};
}

describe('the pace of looking', () => {
	it('notices a deployment of 4 to 6 minutes within 3 s on average and 6 s at p95', async () => {
		const { meanMs, p95Ms } = await draws(2_000, 240_000, 360_000);
		expect(meanMs).toBeLessThanOrEqual(3_000);
		expect(p95Ms).toBeLessThanOrEqual(6_000);
	});

	it('notices a short one sooner, and a long one no later', async () => {
		expect((await draws(500, 10_000, 30_000)).p95Ms).toBeLessThanOrEqual(3_500);
		expect((await draws(200, 1_500_000, 1_700_000)).p95Ms).toBeLessThanOrEqual(6_000);
	});

	it("leaves room for thirty-three deployments at once in AWS's 20 calls a second", async () => {
		const { mostLooks } = await draws(200, 355_000, 360_000);
		const callsPerSecond = (mostLooks * 2) / 360;
		expect(callsPerSecond * 33).toBeLessThanOrEqual(20);
	});
});
