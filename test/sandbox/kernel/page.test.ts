import { Script } from 'node:vm';

import { renderPage } from '../../../sandbox/kernel/page';

describe('sandbox page', () => {
	const page = renderPage();
	const script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';

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
		for (const id of ids) expect(page).toContain(`id="${id}"`);
	});
});
