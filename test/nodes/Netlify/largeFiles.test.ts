import { itemWithFiles, useNetlify } from './netlifyDriver';

const netlify = useNetlify({ checked: 10 });

const uploads = /\/deploys\/[^/]+\/files\//;

describe('Deploy Files, of large files', () => {
	it('sends at most four large files at once, which are in memory meanwhile', async () => {
		const spans: Array<{ readonly beganMs: number; readonly endedMs: number }> = [];
		const stop = netlify.sandbox.onExchange(({ method, path, startedAtMs, durationMs }) => {
			if (method === 'PUT' && uploads.test(path))
				spans.push({ beganMs: startedAtMs, endedMs: startedAtMs + durationMs });
		});
		netlify.sandbox.setLatency(20);
		const films = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((film) => [`${film}.mp4`, `${film}`.repeat(2_200_000)]));
		const release = await netlify
			.run(
				{ operation: 'deployFiles', filesFrom: 'allBinaries', uploadMethod: 'changedFiles' },
				{ items: [itemWithFiles(films)] },
			)
			.finally(() => {
				netlify.sandbox.setLatency(0);
				stop();
			});
		expect(release).toMatchObject({ live: true, verified: true, sentFiles: 7 });
		const atOnce = spans.map(
			({ beganMs }) => spans.filter((other) => other.beganMs <= beganMs && beganMs < other.endedMs).length,
		);
		expect(spans).toHaveLength(7);
		expect(Math.max(...atOnce)).toBeLessThanOrEqual(4);
	});
});
