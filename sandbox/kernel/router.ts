import type { SandboxHandler, SandboxRoute } from './platform';
import { SandboxHttpError } from './platform';

export interface MatchedRoute {
	readonly handle: SandboxHandler;
	readonly params: Readonly<Record<string, string>>;
}

interface CompiledRoute {
	readonly method: string;
	readonly segments: readonly string[];
	readonly handle: SandboxHandler;
}

const splitPath = (path: string): string[] => path.split('/').slice(1);

function decodeSegment(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw new SandboxHttpError(400, { message: `Malformed escape in path segment "${segment}"` });
	}
}

function matchSegments(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
	const params: Record<string, string> = {};
	for (const [index, expected] of pattern.entries()) {
		if (expected.startsWith('*')) {
			params[expected.slice(1)] = path.slice(index).map(decodeSegment).join('/');
			return params;
		}
		const actual = path[index];
		if (actual === undefined) return undefined;
		if (expected.startsWith(':')) {
			if (actual === '') return undefined;
			params[expected.slice(1)] = decodeSegment(actual);
		} else if (expected !== actual) {
			return undefined;
		}
	}
	return pattern.length === path.length ? params : undefined;
}

/** Higher sorts first: at each place a literal beats a `:name`, which beats a `*rest`. */
function specificity(segments: readonly string[]): string {
	return segments.map((segment) => (segment.startsWith('*') ? '0' : segment.startsWith(':') ? '1' : '2')).join('');
}

/**
 * Finds the route of a request. The order of `routes` does not matter: the most literal pattern wins.
 * `*rest` also matches nothing (`/sites/a/` and, where the slash is missing, `/sites/a`), and its decoded
 * value keeps its slashes. A HEAD request falls back to the GET route.
 */
export function createRouter(routes: readonly SandboxRoute[]) {
	const compiled: CompiledRoute[] = routes
		.map((route) => ({
			method: route.method.toUpperCase(),
			segments: splitPath(route.pattern),
			handle: route.handle,
		}))
		.sort((left, right) => specificity(right.segments).localeCompare(specificity(left.segments), 'en'));
	const find = (method: string, path: readonly string[]): MatchedRoute | undefined => {
		for (const route of compiled) {
			if (route.method !== method) continue;
			const params = matchSegments(route.segments, path);
			if (params) return { handle: route.handle, params };
		}
		return undefined;
	};
	return {
		/** `path` starts with a slash and is still encoded. Throws `SandboxHttpError` 400 on a malformed escape. */
		match(method: string, path: string): MatchedRoute | undefined {
			const segments = splitPath(path);
			return find(method, segments) ?? (method === 'HEAD' ? find('GET', segments) : undefined);
		},
	};
}

export type Router = ReturnType<typeof createRouter>;
