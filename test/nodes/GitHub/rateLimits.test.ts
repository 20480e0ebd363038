import { useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();

const documentation_url = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const blocked =
	'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.';
const abuse = 'You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.';
const primary =
	'API rate limit exceeded for user ID 1. If you reach out to GitHub Support for help, please include the request ID';
const tooQuick = {
	message: 'Validation Failed',
	errors: [{ resource: 'IssueComment', code: 'custom', message: 'was submitted too quickly' }],
};

interface Refusal {
	readonly status: number;
	readonly body: object;
	readonly headers?: Readonly<Record<string, string>>;
	readonly times?: number | 'always';
}

/** Has GitHub refuse writes, as often as told; else once. */
function refuse(refusal: Refusal): void {
	driver.github.sandbox.addFault({
		platform: 'github',
		method: 'POST',
		path: '/repos/*/*/statuses/*',
		kind: 'status',
		...refusal,
		body: { documentation_url, ...refusal.body },
	});
}

const now = () => driver.github.sandbox.clock.now();

async function setStatus() {
	const sha = await driver.push();
	return { resource: 'commit', operation: 'setStatus', sha, context: 'slipway', state: 'success', description: 'ok' };
}

/** Seconds that a status takes to arrive. */
async function secondsUntilItArrives(): Promise<number> {
	const parameters = await setStatus();
	const startedAtMs = now();
	expect(await driver.runOne(parameters)).toMatchObject({ state: 'success' });
	return (now() - startedAtMs) / 1000;
}

async function failureAfter(refusal: Refusal) {
	const parameters = await setStatus();
	refuse({ times: 'always', ...refusal });
	const startedAtMs = now();
	const failure = await driver.failure(parameters);
	return { ...failure, seconds: (now() - startedAtMs) / 1000, tries: driver.writes().length };
}

describe('where GitHub names no time, waits a minute at least, then longer,', () => {
	it.each<[string, Refusal]>([
		[
			'a secondary limit (403)',
			{ status: 403, body: { message: secondary }, headers: { 'x-ratelimit-remaining': '4871' } },
		],
		['a secondary limit (429)', { status: 429, body: { message: 'You have exceeded a secondary rate limit.' } }],
		['too much content', { status: 403, body: { message: blocked } }],
		['the words of before', { status: 403, body: { message: abuse } }],
		['what was too quick (422)', { status: 422, body: tooQuick }],
		['what was too quick (403)', { status: 403, body: tooQuick }],
		["429 and no words of GitHub's", { status: 429, body: { message: 'slow down' } }],
	])('after %s', async (_name, refusal) => {
		refuse({ ...refusal, times: 3 });
		expect(await secondsUntilItArrives()).toBe(60 + 120 + 240);
		expect(driver.writes()).toHaveLength(4);
	});

	it('and gives up in the end, with advice that is about limits and not about permissions', async () => {
		const { message, description, tries } = await failureAfter({ status: 403, body: { message: secondary } });
		expect(message).toContain('secondary rate limit');
		expect(description).toMatch(/limits how much.*later/);
		expect(description).not.toMatch(/permission/i);
		expect(tries).toBe(4);
	});
});

it('waits just as long as GitHub says, where it does', async () => {
	refuse({ status: 403, body: { message: secondary }, headers: { 'retry-after': '100' } });
	expect(await secondsUntilItArrives()).toBe(100);
});

it('waits for a limit of the hour that ends soon, and says when one ends that does not', async () => {
	const until = (seconds: number) => ({
		'x-ratelimit-remaining': '0',
		'x-ratelimit-reset': String(Math.ceil(now() / 1000) + seconds),
	});
	refuse({ status: 403, body: { message: primary }, headers: until(90) });
	expect(await secondsUntilItArrives()).toBeCloseTo(90, -1);
	const far = await failureAfter({ status: 403, body: { message: primary }, headers: until(1800) });
	expect(far.message).toMatch(/API rate limit exceeded.*try again in 1[78]\d\d s/);
	expect(far.description).toContain('used up');
	expect(far.seconds).toBe(0);
});

describe('mistakes no refusal for a limit, whatever its headers say:', () => {
	it.each<[string, string, RegExp]>([
		['a missing permission', 'Resource not accessible by personal access token', /missing permission.*Commit statuses/],
		[
			'single sign-on',
			'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
			/Configure SSO/,
		],
		[
			'a policy',
			'`acme` forbids access via a personal access token (classic). Please use a GitHub App',
			/this kind of token/,
		],
		[
			'a token that lives too long',
			"The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
			/lives so long/,
		],
		[
			'an allow list',
			'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
			/IP allow list/,
		],
		['an archive', 'Repository was archived so is read-only.', /archive/],
		["an app's privilege", 'You must authenticate via a GitHub App.', /only apps/],
		['a name that sounds like one', 'Must have admin rights to Repository: secondary rate limit', /administers/],
		['anything else', 'Something new', /missing permission.*SSO/],
	])('%s', async (_name, message, advice) => {
		const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' };
		const failure = await failureAfter({ status: 403, body: { message }, headers });
		expect(failure).toMatchObject({ seconds: 0, tries: 1, description: expect.stringMatching(advice) as unknown });
		expect(failure.message).not.toContain('try again');
	});

	it.each<[number, object, RegExp]>([
		[404, { message: 'Not Found' }, /lacks a permission/],
		[
			422,
			{
				message: 'Validation Failed',
				errors: [
					{
						resource: 'Status',
						code: 'custom',
						field: 'context',
						message: 'context is too long (maximum is 255 characters)',
					},
				],
			},
			/Shorten/,
		],
		[
			422,
			{
				message: 'Validation Failed',
				errors: [
					{
						resource: 'Status',
						code: 'custom',
						message: 'This SHA and context has reached the maximum number of statuses.',
					},
				],
			},
			/1,000 statuses/,
		],
		[422, { message: 'Validation failed, or the endpoint has been spammed.' }, /spam/],
		[451, { message: 'Repository access blocked' }, /legal/],
		[410, { message: 'Issues are disabled for this repo' }, /switched off/],
	])('%d %j', async (status, body, advice) => {
		expect(await failureAfter({ status, body })).toMatchObject({
			seconds: 0,
			tries: 1,
			description: expect.stringMatching(advice) as unknown,
		});
	});
});

it('says of a repository that is now on another host that it was renamed or transferred', async () => {
	const url = 'https://elsewhere.test/repositories/1/statuses/x';
	const { message, description, tries } = await failureAfter({
		status: 307,
		body: { message: 'Temporary Redirect', url },
		headers: { location: url },
	});
	expect(message).toContain('307');
	expect(description).toMatch(/renamed or transferred.*new name/);
	expect(tries).toBe(1);
});

it('does not let a person wait at a picker', async () => {
	driver.github.sandbox.addFault({
		platform: 'github',
		path: '/user/repos',
		kind: 'status',
		status: 403,
		body: { message: secondary },
		times: 'always',
	});
	const startedAtMs = now();
	await expect(driver.search('searchRepositories', '')).rejects.toThrow('secondary rate limit');
	expect(now()).toBe(startedAtMs);
});
