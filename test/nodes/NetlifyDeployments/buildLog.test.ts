import { withoutColours, withoutTokens } from '../../../nodes/NetlifyDeployments/withoutTokens';
import { useManualClock } from '../../n8n/sandboxClock';
import { NetlifySandbox, token } from './netlifySandbox';

const clock = useManualClock();
let netlify: NetlifySandbox;
beforeAll(async () => {
	netlify = await NetlifySandbox.start(clock);
});
beforeEach(async () => await netlify.sandbox.reset());
afterAll(async () => {
	expect(netlify.recorder.violations()).toEqual([]);
	await netlify.sandbox.close();
});

const failing = { '.sandbox/build-fails': 'npm ERR! missing script: build\nprinted planted-value-5d41402a by mistake\nghp_0123456789abcdefABCD' };

it('adds the end of the log to the error, without what is secret in it', async () => {
	await netlify.run({ resource: 'environmentVariable', operation: 'set', key: 'API_KEY', value: 'planted-value-5d41402a' });
	netlify.push(failing);
	const error = await netlify.failure({ operation: 'triggerBuild' });
	expect(error.advice).toContain('! npm ERR! missing script: build');
	expect(error.advice).toContain('printed *** by mistake');
	const tail = error.data.logTail as string[];
	expect(tail.length).toBeLessThanOrEqual(20);
	expect(tail.join('\n')).toContain('! ghp_***');
	expect(error.everything).not.toContain(token);
	const asked = netlify.requests('GET', /build_logs/);
	expect(asked).toHaveLength(1);
	expect(JSON.stringify(asked)).not.toMatch(/authorization/i);
});

it('returns it with the release', async () => {
	netlify.push(failing);
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	expect(release).toMatchObject({ state: 'failed', verified: false, logNote: '' });
	expect(release.logTail).toContain('! npm ERR! missing script: build');
});

it('bounds a long log', async () => {
	const lines = Array.from({ length: 500 }, (_, index) => `line ${index} ${'x'.repeat(1000)}`);
	netlify.push({ '.sandbox/build-fails': lines.join('\n') });
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	const tail = release.logTail as string[];
	expect(tail).toHaveLength(20);
	expect(Math.max(...tail.map(({ length }) => length))).toBeLessThanOrEqual(303);
});

it('gives no line when the variables that may be in it cannot be read', async () => {
	netlify.push(failing);
	netlify.sandbox.addFault({ platform: 'netlify', path: '/api/v1/accounts', kind: 'status', status: 403, times: 'always' });
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	expect(release).toMatchObject({ state: 'failed', logTail: [] });
	expect(release.logNote).toContain('left out');
});

it('tells the failure all the same when the log cannot be read', async () => {
	netlify.push(failing);
	netlify.sandbox.addFault({ platform: 'netlify', path: '/build_logs', kind: 'status', status: 500, times: 'always' });
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	expect(release).toMatchObject({ state: 'failed', logTail: [], logNote: 'The build\'s log could not be read' });
	expect(release.reason).toContain('non-zero exit code');
});

it.each([
	['cloning https://user:hunter2222@github.com/x', 'cloning https://user:***@github.com/x'],
	['DATABASE_PASSWORD=hunter2222 next', 'DATABASE_PASSWORD=*** next'],
	['Authorization: Bearer abcdefgh12345678', 'Authorization: *** ***'],
	['key AKIAABCDEFGHIJKLMNOP', 'key AKIA***'],
	['\u001b[31mred\u001b[0m', 'red'],
	['Build script returned non-zero exit code: 2', 'Build script returned non-zero exit code: 2'],
])('takes credentials out of %j', (line, clean) => {
	expect(withoutTokens(withoutColours(line))).toBe(clean);
});
