import { SandboxHttpError } from './platform';

const faultKinds = ['status', 'timeout', 'reset', 'lostReply', 'cutOff', 'malformed', 'delay'] as const;

export type FaultKind = (typeof faultKinds)[number];

/** What `POST /_sandbox/faults` takes. */
export interface FaultSpecification {
	/** A platform's name, or `*`. */
	readonly platform: string;
	readonly method?: string;
	/**
	 * Path below the mount. With a `*` it is a glob over the whole path (`*` stays in a segment, `**` does not);
	 * without, the path itself or a parent of it.
	 */
	readonly path?: string;
	/** What is asked for where one path serves for all (`requestAction`): `UpdateService`, a GraphQL operation, `EVAL`. */
	readonly action?: string;
	/**
	 * - `status`: answers `status`; the request is not carried out.
	 * - `timeout`: never answers; the request is not carried out.
	 * - `reset`: cuts the connection; the request is not carried out.
	 * - `lostReply`: the request IS carried out, then the connection is cut.
	 * - `cutOff`: the request is carried out, but the connection is cut in the middle of the answer's body.
	 * - `malformed`: the request is carried out, but the body that comes back does not parse.
	 * - `delay`: the request is carried out after `delayMs` of wall time.
	 */
	readonly kind: FaultKind;
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	/** Wall milliseconds. */
	readonly delayMs?: number;
	/** How many requests it hits; 1 unless told. */
	readonly times?: number | 'always';
	/** Lets that many matching requests through first. */
	readonly afterRequests?: number;
}

export interface ActiveFault extends FaultSpecification {
	readonly id: string;
	readonly applied: number;
	readonly remaining: number | 'always';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isWholeNumber = (value: unknown, minimum: number): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= minimum;

const known = new Set([
	'platform',
	'method',
	'path',
	'action',
	'kind',
	'status',
	'headers',
	'body',
	'delayMs',
	'times',
	'afterRequests',
]);

/** Checks foreign input. Throws `SandboxHttpError` 400 that names every mistake. */
export function parseFault(input: unknown, platforms: readonly string[]): FaultSpecification {
	const mistakes: string[] = [];
	if (!isRecord(input)) throw new SandboxHttpError(400, { message: 'A fault is a JSON object' });
	const { platform, method, path, action, kind, status, headers, body, delayMs, times, afterRequests } = input;
	for (const name of Object.keys(input)) if (!known.has(name)) mistakes.push(`unknown field "${name}"`);
	if (typeof platform !== 'string' || (platform !== '*' && !platforms.includes(platform))) {
		mistakes.push(`platform must be one of ${platforms.join(', ')} or *`);
	}
	if (method !== undefined && (typeof method !== 'string' || !/^[A-Za-z]+$/.test(method))) {
		mistakes.push('method must be an HTTP method');
	}
	if (path !== undefined && (typeof path !== 'string' || !/^[/*]/.test(path))) {
		mistakes.push('path must start with / or *');
	}
	if (action !== undefined && (typeof action !== 'string' || action === '')) {
		mistakes.push('action must be the name of an action');
	}
	const kindName = faultKinds.find((name) => name === kind);
	if (!kindName) mistakes.push(`kind must be one of ${faultKinds.join(', ')}`);
	if (kindName === 'status' && status === undefined) mistakes.push('kind "status" needs a status');
	if (status !== undefined && (!isWholeNumber(status, 200) || status > 599)) {
		mistakes.push('status must be a whole number from 200 to 599');
	}
	if (kindName === 'delay' && delayMs === undefined) mistakes.push('kind "delay" needs delayMs');
	if (delayMs !== undefined && (!isWholeNumber(delayMs, 1) || delayMs > 600_000)) {
		mistakes.push('delayMs must be a whole number from 1 to 600000');
	}
	if (times !== undefined && times !== 'always' && !isWholeNumber(times, 1)) {
		mistakes.push('times must be a whole number above 0 or "always"');
	}
	if (afterRequests !== undefined && !isWholeNumber(afterRequests, 0)) {
		mistakes.push('afterRequests must be a whole number');
	}
	const headerEntries = isRecord(headers) ? Object.entries(headers) : [];
	if (
		headers !== undefined &&
		(!isRecord(headers) ||
			headerEntries.some(
				([name, value]) => !/^[\w-]+$/.test(name) || typeof value !== 'string' || /[^\t\x20-\x7e]/.test(value),
			))
	) {
		mistakes.push('headers must be an object of printable strings');
	}
	if (mistakes.length > 0 || !kindName || typeof platform !== 'string') {
		throw new SandboxHttpError(400, { message: `Invalid fault: ${mistakes.join('; ')}` });
	}
	return {
		platform,
		kind: kindName,
		body,
		method: typeof method === 'string' ? method.toUpperCase() : undefined,
		path: typeof path === 'string' ? path : undefined,
		action: typeof action === 'string' ? action : undefined,
		status: typeof status === 'number' ? status : undefined,
		headers: Object.fromEntries(headerEntries.map(([name, value]) => [name, String(value)])),
		delayMs: typeof delayMs === 'number' ? delayMs : undefined,
		times: times === 'always' ? 'always' : typeof times === 'number' ? times : 1,
		afterRequests: typeof afterRequests === 'number' ? afterRequests : 0,
	};
}

/** Whether a fault of that path hits a request to this one. */
export function matchesPath(pattern: string | undefined, path: string): boolean {
	if (pattern === undefined) return true;
	if (!pattern.includes('*')) {
		const parent = pattern.replace(/\/$/, '');
		return path === pattern || path === parent || path.startsWith(`${parent}/`);
	}
	const source = pattern
		.split(/(\*\*|\*)/)
		.map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')))
		.join('');
	return new RegExp(`^${source}$`).test(path);
}

interface FaultEntry {
	readonly id: string;
	readonly specification: FaultSpecification;
	applied: number;
	skipped: number;
}

/** The faults in force, oldest first: the first that matches a request is the one applied. */
export class FaultList {
	private entries: FaultEntry[] = [];

	private sequence = 0;

	get isEmpty(): boolean {
		return this.entries.length === 0;
	}

	add(specification: FaultSpecification): string {
		const id = `fault-${++this.sequence}`;
		this.entries.push({ id, specification, applied: 0, skipped: 0 });
		return id;
	}

	list(): ActiveFault[] {
		return this.entries.map(({ id, specification, applied }) => ({
			...specification,
			id,
			applied,
			remaining: specification.times === 'always' ? 'always' : (specification.times ?? 1) - applied,
		}));
	}

	remove(id: string): boolean {
		const before = this.entries.length;
		this.entries = this.entries.filter((entry) => entry.id !== id);
		return this.entries.length < before;
	}

	clear(): void {
		this.entries = [];
	}

	/** The fault to apply to this request, counted as used; spent faults go away. */
	take(platform: string, method: string, path: string, action = ''): FaultSpecification | undefined {
		for (const entry of this.entries) {
			const { specification } = entry;
			if (specification.platform !== '*' && specification.platform !== platform) continue;
			if (specification.method !== undefined && specification.method !== method) continue;
			if (!matchesPath(specification.path, path)) continue;
			if (specification.action !== undefined && specification.action !== action) continue;
			if (entry.skipped < (specification.afterRequests ?? 0)) {
				entry.skipped += 1;
				continue;
			}
			entry.applied += 1;
			if (specification.times !== 'always' && entry.applied >= (specification.times ?? 1)) {
				this.remove(entry.id);
			}
			return specification;
		}
		return undefined;
	}
}
