import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createScaledClock } from '../../../sandbox/kernel/clock';
import { startNetlify } from './netlifySandboxDriver';

test("Netlify's own client lists, deploys, builds and restores", async () => {
	const netlify = await startNetlify(createScaledClock(1000));
	try {
		const { stdout } = await promisify(execFile)(
			process.execPath,
			[join(__dirname, 'deployWithClient.mjs'), netlify.sandbox.origin],
			{ timeout: 30_000 },
		);
		const outcome: unknown = JSON.parse(stdout);
		expect(outcome).toMatchObject({
			required: 2,
			title: 'From the client',
			url: expect.stringMatching(/--paintbox$/),
			built: 'production',
			published: true,
		});
		expect((await netlify.visit('/sites/paintbox/')).text).toBe('<h1>client</h1>');
		expect(netlify.violations()).toEqual([]);
	} finally {
		await netlify.close();
	}
});
