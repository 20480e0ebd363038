import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string): string => readFileSync(join(__dirname, 'page', name), 'utf8');

/** The page that shows the simulated clouds to a person: one document, no outside resources. */
export function renderPage(): string {
	// Functions, so that a `$&` in the script is not taken for a pattern.
	return read('page.html')
		.replace('/*style*/', () => read('page.css'))
		.replace('/*script*/', () => `${read('clouds.js')}\n${read('page.js')}`);
}
