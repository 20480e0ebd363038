import { DescribeServiceDeploymentsCommand } from '@aws-sdk/client-ecs';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image } from './ecsDriver';

const clock = useManualClock();
const deployments = 12;

it('notices that a deployment is done 3 s later on average and 6 s at p95, within the calls that AWS allows', async () => {
	const aws = await EcsDriver.start(clock);
	await aws.control('/limits', { enabled: true });
	const seen: { lastedMs: number; lagMs: number; callsPerSecond: number }[] = [];
	for (let index = 0; index < deployments; index++) {
		const startedAtMs = clock.now();
		const callsBefore = aws.sandbox.requests({ platform: 'aws' }).length;
		// No seed makes all of them end between two looks alike.
		clock.advance(index * 173);
		const release = await aws.run({ operation: 'deploy', ...image(`v${index + 10}`) });
		const returnedAtMs = clock.now();
		expect(release).toMatchObject({ verified: true });
		const { serviceDeployments: [record] = [] } = await aws.somebody.send(
			new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [String(release.serviceDeploymentArn)] }),
		);
		const finishedAtMs = record?.finishedAt?.getTime() ?? 0;
		seen.push({
			lastedMs: finishedAtMs - startedAtMs,
			lagMs: returnedAtMs - finishedAtMs,
			callsPerSecond:
				(aws.sandbox.requests({ platform: 'aws' }).length - callsBefore) / ((returnedAtMs - startedAtMs) / 1_000),
		});
	}
	const answers = aws.sandbox.requests({ platform: 'aws' }).map(({ status }) => status);
	expect(answers.filter((status) => status !== 200)).toEqual([]);
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();

	const lags = seen.map(({ lagMs }) => lagMs).sort((left, right) => left - right);
	const meanMs = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
	const p95Ms = lags[Math.ceil(lags.length * 0.95) - 1] ?? Infinity;
	const lasted = seen.map(({ lastedMs }) => lastedMs / 60_000);
	console.info(
		`${deployments} deployments of ${Math.min(...lasted).toFixed(1)} to ${Math.max(...lasted).toFixed(1)} min: noticed ${(meanMs / 1_000).toFixed(2)} s later on average, ${(p95Ms / 1_000).toFixed(2)} s at p95, with ${Math.max(...seen.map(({ callsPerSecond }) => callsPerSecond)).toFixed(2)} calls a second at most`,
	);
	expect(Math.min(...lasted)).toBeGreaterThan(3);
	expect(meanMs).toBeGreaterThan(0);
	expect(meanMs).toBeLessThanOrEqual(3_000);
	expect(p95Ms).toBeLessThanOrEqual(6_000);
});
