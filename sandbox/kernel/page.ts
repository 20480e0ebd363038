import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string): string => readFileSync(join(__dirname, 'page', name), 'utf8');

/** The script by which a platform shows itself on the page: `page.js` in its folder, which calls `platformPage`. */
export function readPagePart(folder: string): string {
	return readFileSync(join(folder, 'page.js'), 'utf8');
}

/** The page that shows the simulated clouds to a person, with each platform's part: one document, no outside resources. */
export function renderPage(parts: readonly string[]): string {
	// A block each, so that two parts may use one name. Functions, so that a `$&` in a script is not taken for a pattern.
	const script = [read('page.js'), ...parts.map((part) => `{\n${part}}`), read('start.js')].join('\n');
	return read('page.html')
		.replace('/*style*/', () => read('page.css'))
		.replace('/*script*/', () => script);
}
