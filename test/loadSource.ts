import { createRequire } from 'node:module';

const load = createRequire(__filename);

/** What a source file exports, in a test as in a tool that measures. */
export function loadSource(file: string): Record<string, unknown> {
	return load(file) as Record<string, unknown>;
}
