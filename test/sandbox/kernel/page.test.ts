import { Script } from 'node:vm';

import { createSandbox } from '../../../sandbox';

describe('sandbox page', () => {
	let page: string;
	let script: string;
	beforeAll(async () => {
		const sandbox = await createSandbox();
		page = await (await fetch(`${sandbox.origin}/`)).text();
		script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
		await sandbox.close();
	});

	test('is one document that fetches nothing from outside', () => {
		expect(page).not.toMatch(/<(script|img|iframe)[^>]+src=|<link[^>]+href="(?!data:)|@import|url\(/);
		expect(page).not.toMatch(/https?:\/\/[a-z]/);
	});

	test('its script compiles and never sets markup', () => {
		expect(script.length).toBeGreaterThan(1000);
		expect(() => new Script(script)).not.toThrow();
		expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
	});

	test('every element the script asks for is there', () => {
		const ids = [...script.matchAll(/(?:byId|table)\(\s*'([\w-]+)'/g)].map((match) => match[1]);
		expect(ids.length).toBeGreaterThan(8);
		// In the document, or in a section that a platform brings.
		for (const id of ids)
			expect(page.includes(`id="${id}"`) || script.includes(`id: '${id}'`) || script.includes(`note: '${id}'`)).toBe(
				true,
			);
	});

	test.each(['github', 'netlify', 'fly', 'neon', 'upstash', 'pagerduty', 'aws'])(
		'%s brings its own part',
		(platform) => {
			expect(script).toContain(`name: '${platform}'`);
		},
	);
});
