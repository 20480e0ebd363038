import type { SandboxServices } from '../../kernel/platform';

/** Where the simulated github.com and its API are, without a trailing slash. */
export interface GitHubUrls {
	readonly api: string;
	readonly web: string;
}

export function gitHubUrls(services: SandboxServices): GitHubUrls {
	return { api: `${services.origin()}/github`, web: `${services.origin()}/github.com` };
}

/** `2026-01-01T00:00:00Z`: GitHub gives whole seconds. */
export function isoTime(atMs: number): string {
	return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function nodeId(kind: string, id: number | string): string {
	return Buffer.from(`${kind}:${id}`).toString('base64');
}
