import type { Benchmark } from './benchmark';
import { withBenchInstance } from './benchInstance';
import { connections, deliveryHeaders, load, publishBoth, pushBody, type Round } from './intakeLoad';
import { median, percentile } from './statistics';

const requestsPerRound = 200;
const rounds = 3;

/**
 * Deliveries answered a second by the GitHub Deploy Trigger, which checks the signature and
 * normalizes, beside n8n's own Webhook node, which does neither. Both have one node after them, and
 * the rounds alternate.
 */
export const intakeBenchmark: Benchmark = {
	word: 'intake',
	async run() {
		return await withBenchInstance(async (instance) => {
			const paths = await publishBoth(instance.n8n, instance.credentials.slipwayGitHubApi);
			const body = pushBody();
			const headers = deliveryHeaders(instance.sandbox.origin, body);
			await load(paths.ours, body, headers, 50);
			await load(paths.reference, body, headers, 50);
			const ours: Round[] = [];
			const reference: Round[] = [];
			for (let round = 0; round < rounds; round++) {
				reference.push(await load(paths.reference, body, headers, requestsPerRound));
				ours.push(await load(paths.ours, body, headers, requestsPerRound));
			}
			const [oursRate, referenceRate] = [rateOf(ours), rateOf(reference)];
			const ratio = oursRate / referenceRate;
			return [
				{
					name: 'Webhook intake',
					ours: `${oursRate.toFixed(1)} deliveries a second, p99 ${p99(ours)} ms (GitHub Deploy Trigger)`,
					reference: `${referenceRate.toFixed(1)} a second, p99 ${p99(reference)} ms (Webhook)`,
					ratio,
					goal: 'at least 0.90',
					reached: ratio >= 0.9,
					notes: [
						`${connections} connections, ${rounds} rounds of ${requestsPerRound}, a push of ${body.length} bytes, each execution run to its end in the same process`,
					],
				},
			];
		});
	},
};

const rateOf = (loads: readonly Round[]): number => median(loads.map(({ perSecond }) => perSecond));
const p99 = (loads: readonly Round[]): number =>
	Math.round(
		percentile(
			loads.flatMap(({ latenciesMs }) => latenciesMs),
			0.99,
		),
	);
