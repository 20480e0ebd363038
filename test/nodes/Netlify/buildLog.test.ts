import { withoutColours, redactTokens } from '../../../nodes/deployment/values/redactTokens';
import { useNetlify, token } from './netlifyDriver';

const netlify = useNetlify();

const failing = {
	'.sandbox/build-fails':
		'npm ERR! missing script: build\nprinted planted-value-5d41402a by mistake\nghp_0123456789abcdefABCD',
};

it('adds the end of the log to the error, without what is secret in it', async () => {
	await netlify.run({
		resource: 'environmentVariable',
		operation: 'set',
		key: 'API_KEY',
		value: 'planted-value-5d41402a',
	});
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

it('cuts a line between characters, and takes a value out in the forms in which a build may print it', async () => {
	await netlify.run({
		resource: 'environmentVariable',
		operation: 'set',
		key: 'DATABASE',
		value: 'planted/value+5d41402a',
	});
	const forms = ['planted%2Fvalue%2B5d41402a', Buffer.from('planted/value+5d41402a').toString('base64')];
	netlify.push({
		'.sandbox/build-fails': [`${'x'.repeat(294)}👩‍👩‍👧‍👦 and more`, ...forms.map((form) => `sent ${form}`)].join('\n'),
	});
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	const text = (release.logTail as string[]).join('\n');
	expect(text).toMatch(/x\.\.\.$/m);
	expect(text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
	for (const form of forms) expect(text).not.toContain(form);
	expect(text.match(/sent \*\*\*/g)?.length).toBeGreaterThanOrEqual(2);
});

it('gives no line when the variables that may be in it cannot be read', async () => {
	netlify.push(failing);
	netlify.sandbox.addFault({
		platform: 'netlify',
		path: '/api/v1/accounts',
		kind: 'status',
		status: 403,
		times: 'always',
	});
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	expect(release).toMatchObject({ state: 'failed', logTail: [] });
	expect(release.logNote).toContain('left out');
});

it('tells the failure all the same when the log cannot be read', async () => {
	netlify.push(failing);
	netlify.sandbox.addFault({ platform: 'netlify', path: '/build_logs', kind: 'status', status: 500, times: 'always' });
	const release = await netlify.run({ operation: 'triggerBuild', onBadEnd: 'return' });
	expect(release).toMatchObject({ state: 'failed', logTail: [], logNote: "The build's log could not be read" });
	expect(release.reason).toContain('non-zero exit code');
});

it.each([
	['cloning https://user:hunter2222@github.com/x', 'cloning https://user:***@github.com/x'],
	['DATABASE_PASSWORD=hunter2222 next', 'DATABASE_PASSWORD=*** next'],
	['Authorization: Bearer abcdefgh12345678', 'Authorization: *** ***'],
	['key AKIAABCDEFGHIJKLMNOP', 'key AKIA***'],
	[
		'curl https://hooks.slack.com/services/T0AAAAAA/B0BBBBBB/abcdefghijklmnop -d x',
		'curl https://hooks.slack.com/*** -d x',
	],
	['"https://hooks.slack.com/workflows/T0/A0/1/abc"', '"https://hooks.slack.com/***"'],
	['https://discord.com/api/webhooks/123456/abc-DEF_ghi', 'https://discord.com/api/webhooks/***'],
	['https://canary.discordapp.com/api/v10/webhooks/123456/abc', 'https://canary.discordapp.com/api/v10/webhooks/***'],
	['https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d', 'https://acme.webhook.office.com/***'],
	['https://outlook.office.com/webhook/a@b/IncomingWebhook/c', 'https://outlook.office.com/webhook/***'],
	[
		'https://prod-1.westus.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?api-version=1&sig=abcDEF',
		'https://prod-1.westus.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?api-version=1&sig=***',
	],
	['https://hooks.zapier.com/hooks/catch/123/abcdef/', 'https://hooks.zapier.com/***'],
	['https://hook.eu1.make.com/abcdefghijkl', 'https://hook.eu1.make.com/***'],
	['https://maker.ifttt.com/trigger/built/with/key/abcdefgh', 'https://maker.ifttt.com/trigger/built/with/key/***'],
	[
		'https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage',
		'https://api.telegram.org/bot***/sendMessage',
	],
	['TELEGRAM 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', 'TELEGRAM ***'],
	['https://api.netlify.com/build_hooks/65f1c0de7a1e0001d0000001', 'https://api.netlify.com/build_hooks/***'],
	['https://events.pagerduty.com/integration/0123456789abcdef/enqueue', 'https://events.pagerduty.com/integration/***'],
	[
		'https://chat.googleapis.com/v1/spaces/AAA/messages?key=abc&token=def',
		'https://chat.googleapis.com/v1/spaces/AAA/messages?key=***&token=***',
	],
	['https://mattermost.example/hooks/abcdefghijkl', 'https://mattermost.example/hooks/***'],
	['SENTRY https://0123456789abcdef0123@o1.ingest.sentry.io/2', 'SENTRY https://***@o1.ingest.sentry.io/2'],
	['remote https://ghp_0123456789abcdef@github.com/a/b', 'remote https://***@github.com/a/b'],
	['postgres://app:p%40ss!word@db.example/x', 'postgres://app:***@db.example/x'],
	['SG.abcdefghijk.lmnopqrstuv', 'SG.***'],
	[`! ${'Ab3/'.repeat(16)}`, '! ***'],
	[
		'See https://docs.netlify.com/configure-builds/overview/ and src/app.ts:12:30',
		'See https://docs.netlify.com/configure-builds/overview/ and src/app.ts:12:30',
	],
	['npm warn deprecated core-js@3.6.5: upgrade', 'npm warn deprecated core-js@3.6.5: upgrade'],
	['\u001b[31mred\u001b[0m', 'red'],
	['Build script returned non-zero exit code: 2', 'Build script returned non-zero exit code: 2'],
])('takes credentials out of %j', (line, clean) => {
	expect(redactTokens(withoutColours(line))).toBe(clean);
});
