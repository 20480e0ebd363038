import {
	boundedName,
	commentBody,
	shortenedDescription,
	withoutFourByteCharacters,
} from '../../../nodes/GitHub/api/textLimits';
import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const fourBytes = /[\u{10000}-\u{10FFFF}]|[\uD800-\uDFFF]/u;

describe('a description', () => {
	it.each([
		['an emoji', 'd517328 🐛 nil where a list was', 'd517328 \uFFFD nil where a list was'],
		['a family, a flag and a skin colour, each as one', '👩‍👩‍👧‍👦 🇩🇪 👍🏽', '\uFFFD \uFFFD \uFFFD'],
		['a rare Chinese character and mathematics', '𠮷野家 𝐱', '\uFFFD野家 \uFFFD'],
		['half a character', 'a\uD83D b', 'a\uFFFD b'],
		['what GitHub accepts', '✅ Ünïcode ⚠️ 日本語', '✅ Ünïcode ⚠️ 日本語'],
		['lines and control characters', ' one\r\n\ttwo\u0000three\u0007 ', 'one two three'],
	])('holds %s', (_name, text, expected) => {
		expect(shortenedDescription(text)).toBe(expected);
		expect(expected).not.toMatch(fourBytes);
	});

	it.each([
		['x'.repeat(140), 'x'.repeat(140)],
		['x'.repeat(141), `${'x'.repeat(137)}...`],
		[`${'x'.repeat(136)}🐛 and more`, `${'x'.repeat(136)}\uFFFD...`],
		[`${'x'.repeat(136)}e\u0301e\u0301e\u0301`, `${'x'.repeat(136)}...`],
		['🐛'.repeat(140), '\uFFFD'.repeat(140)],
	])('is cut to 140, through no character', (text, expected) => {
		expect(shortenedDescription(text)).toBe(expected);
		expect(expected.length).toBeLessThanOrEqual(140);
	});

	it('is cut at once, however long it was', () => {
		const text = Buffer.from('🐛 '.repeat(500_000)).toString();
		const startedAtMs = performance.now();
		expect(shortenedDescription(text)).toHaveLength(140);
		expect(performance.now() - startedAtMs).toBeLessThan(1_000);
	});
});

it('cuts a name to 255, and different names to different ones', () => {
	const names = ['a', 'b'].map((end) => `${'preview/'.repeat(40)}${end}`);
	const bounded = names.map(boundedName);
	expect(new Set(bounded).size).toBe(2);
	expect(bounded.every(({ length }) => length <= 255)).toBe(true);
	expect(names.map(boundedName)).toEqual(bounded);
	expect(boundedName('production: 🚀')).toBe('production: 🚀');
});

it('cuts a comment to what GitHub accepts, its marker and a note within it', () => {
	const marker = '<!-- slipway:preview -->';
	expect(commentBody(marker, 'Ready 🚀')).toBe(`${marker}\nReady 🚀`);
	for (const length of [65_511, 65_512, 65_530, 200_000]) {
		const body = commentBody(marker, 'x'.repeat(length));
		expect(body.length).toBeLessThanOrEqual(65_536);
		expect(body.startsWith(`${marker}\nx`)).toBe(true);
		expect(body.includes('*Cut here')).toBe(length > 65_511);
	}
});

it('leaves text without such characters as it is', () => {
	expect(withoutFourByteCharacters('ü')).toBe('ü');
});

const driver = useGitHubDeployments();
const setStatus = { resource: 'commit', operation: 'setStatus', context: 'slipway/web', state: 'success' };

describe('a status arrives', () => {
	it('whatever is in its description and links', async () => {
		const sha = await driver.push();
		const status = await driver.runOne({ ...setStatus, sha, description: '🐛 fixed', targetUrl: 'see the log' });
		expect(status).toMatchObject({ description: '\uFFFD fixed', targetUrl: null });
		expect(status.warnings).toEqual([expect.stringMatching(/^Target URL must be an http.*see the log/)]);
		const { id } = await driver.runOne({
			resource: 'deployment',
			operation: 'create',
			ref: sha,
			environment: 'production',
			payload: '{}',
			description: '🚀',
			simplify: true,
		});
		const links = { environmentUrl: 'javascript:alert(1)', logUrl: 'https://n8n.test/1 2' };
		const told = await driver.runOne({
			resource: 'deployment',
			operation: 'setStatus',
			deploymentId: Number(id),
			state: 'success',
			description: `Live 🎉 ${'y'.repeat(200)}`,
			...links,
		});
		expect(told).toMatchObject({ state: 'success', environmentUrl: null, logUrl: null });
		expect(told.description).toMatch(/^Live \uFFFD y+\.\.\.$/);
		expect(told.warnings).toHaveLength(2);
		const good = await driver.runOne({ ...setStatus, sha, targetUrl: 'https://n8n.test/é?a=🚀' });
		expect(good.warnings).toEqual([]);
	});

	it('under the context that rules refer to, or one that GitHub accepts where it refuses that', async () => {
		const sha = await driver.push();
		const context = '🚀 deploy';
		expect(await driver.runOne({ ...setStatus, sha, context })).toMatchObject({ context });
		driver.github.sandbox.addFault({
			platform: 'github',
			method: 'POST',
			path: `/repos/${repositoryName}/statuses`,
			kind: 'status',
			status: 422,
			body: {
				message: 'Validation Failed',
				errors: [
					{ resource: 'Status', code: 'custom', field: 'context', message: "context doesn't accept 4-byte Unicode" },
				],
				documentation_url: 'https://docs.github.com/rest',
			},
		});
		expect(await driver.runOne({ ...setStatus, sha, context })).toMatchObject({ context: '\uFFFD deploy' });
	});

	it('under a context and for an environment with long names, which are found again', async () => {
		const sha = await driver.push();
		const long = 'services/'.repeat(40);
		expect(await driver.runOne({ ...setStatus, sha, context: long })).toMatchObject({ context: boundedName(long) });
		const create = {
			resource: 'deployment',
			operation: 'create',
			ref: sha,
			environment: long,
			payload: '{}',
			key: 'once',
			simplify: true,
		};
		const made = await driver.runOne(create);
		expect(await driver.runOne(create)).toEqual({ ...made, created: false });
		const found = await driver.run({
			resource: 'deployment',
			operation: 'getMany',
			returnAll: true,
			simplify: true,
			filters: { environment: long },
		});
		expect(found).toMatchObject([{ id: made.id }]);
	});
});
