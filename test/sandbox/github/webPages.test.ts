import { createSandbox, type Sandbox } from '../../../sandbox';
import { SANDBOX_TOKEN } from '../../../sandbox/github/world/accounts';
import { markdownToHtml } from '../../../sandbox/github/web/markdown';

const REPOSITORY = 'candlefish-ai/candlefish';

describe('the page of a pull request', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await createSandbox();
	});
	afterAll(async () => await sandbox.close());

	const control = async (path: string, body: object): Promise<void> => {
		const answer = await fetch(`${sandbox.origin}/_sandbox/github${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ repository: REPOSITORY, ...body }),
		});
		expect(answer.status).toBe(201);
	};
	const page = async (number: number) => {
		const answer = await fetch(`${sandbox.origin}/github.com/${REPOSITORY}/pull/${number}`);
		return { status: answer.status, html: await answer.text() };
	};

	it('shows its state and its comments as they are read, and no markup of theirs', async () => {
		await control('/push', { branch: 'feature/oils', files: { 'apps/paintbox/a.txt': 'a' }, deliver: false });
		await control('/pull-requests', { branch: 'feature/oils', title: 'Oils & <b>more</b>', deliver: false });
		const { number } = { number: 1 };
		await fetch(`${sandbox.origin}/github/repos/${REPOSITORY}/issues/${number}/comments`, {
			method: 'POST',
			headers: { authorization: `Bearer ${SANDBOX_TOKEN}`, 'content-type': 'application/json' },
			body: JSON.stringify({ body: '<!-- mark -->\n### Ready\n\n✅ ok\n\n<script>alert(1)</script>' }),
		});
		const { html } = await page(number);
		expect(html).toContain('Oils &amp; &lt;b&gt;more&lt;/b&gt; <span>#1</span>');
		expect(html).toContain('<span class="state open">open</span>');
		expect(html).toContain(
			'<h3>Ready</h3>\n<p><span class="mark good" aria-hidden="true">✓</span> ok</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
		);
		expect(html).not.toContain('mark --');
		await control('/pull-requests', { number, action: 'closed', deliver: false });
		expect((await page(number)).html).toContain('<span class="state closed">closed</span>');
	});

	it('is not there for a number that is none', async () => {
		expect((await page(99)).status).toBe(404);
	});
});

describe('Markdown', () => {
	it.each([
		['a heading', '### The *preview*', '<h3>The *preview*</h3>'],
		['entities', 'a&#45;b &#60;i&#62; &amp; c & d', '<p>a&#45;b &#60;i&#62; &amp; c &amp; d</p>'],
		['bold text and code', '**Why:** `a<b`', '<p><b>Why:</b> <code>a&lt;b</code></p>'],
		['a link', '[a&#45;b](http://127.0.0.1/x)', '<p><a href="http://127.0.0.1/x">a&#45;b</a></p>'],
		['no link to a script', '[a](javascript:alert)', '<p>[a](javascript:alert)</p>'],
		['an address', '<https://example.com/a>', '<p><a href="https://example.com/a">https://example.com/a</a></p>'],
		[
			'a table, and what follows it',
			'| A | B |\n|---|---|\n| 1 | **2** |\nend',
			'<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><b>2</b></td></tr></table>\n<p>end</p>',
		],
		[
			'a folded block of code',
			'<details><summary>The end</summary>\n\n````text\n**a** ```\n<b>\n````\n\n</details>',
			'<details><summary>The end</summary>\n<pre>**a** ```\n&lt;b&gt;</pre>\n</details>',
		],
		['a block of code that never ends', '```\na', '<pre>a</pre>'],
		['lines of one paragraph', 'a\r\nb\n\nc', '<p>a<br>b</p>\n<p>c</p>'],
		['a quote in an address', '[a](https://x/"onclick=1)', '<p><a href="https://x/&quot;onclick=1">a</a></p>'],
	])('renders %s', (_what, text, html) => {
		expect(markdownToHtml(text)).toBe(html);
	});
});
