import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../../kernel/platform';
import { invalid, temporalError } from '../present/errors';
import { TEMPORAL_API_KEY } from '../seed';
import type { TemporalWorld } from '../world/world';

export type Body = Readonly<Record<string, unknown>>;

/** Every answer's content type is an asterisk; its date is the server's own time. */
export function answered(body: unknown, world: TemporalWorld): SandboxResponse {
	return {
		status: 200,
		headers: { 'content-type': '*', date: new Date(world.now()).toUTCString() },
		body: JSON.stringify(body),
	};
}

/** A route as the gateway in front of the server lets it through: with the key, and with no slash inside a name. */
export function guarded(handle: SandboxHandler): SandboxHandler {
	return (request) => {
		if (request.headers.authorization !== `Bearer ${TEMPORAL_API_KEY}`) {
			throw temporalError(7, 'Request unauthorized.');
		}
		if (/%2f/i.test(request.path)) throw temporalError(5, 'Not Found');
		return handle(request);
	};
}

type FieldKind = 'string' | 'number' | 'boolean' | 'object' | 'list' | 'any';

/** The body with the fields that it may have. @throws 400 for any other field, and for one of another type. */
export function bodyOf(request: SandboxRequest, fields: Readonly<Record<string, FieldKind>>): Body {
	const text = request.body.toString('utf8');
	if (text.trim() === '') return {};
	const parsed = parsedBody(text);
	for (const [name, value] of Object.entries(parsed)) {
		const kind = fields[name];
		if (kind === undefined)
			throw invalid(`temporalproto: (line 1:${text.indexOf(`"${name}"`) + 1}): unknown field "${name}"`);
		if (!isOf(kind, value)) {
			throw invalid(
				`temporalproto: (line 1:${text.indexOf(`"${name}"`) + 1}): invalid value for ${kind} type: ${JSON.stringify(value)}`,
			);
		}
	}
	return parsed;
}

function parsedBody(text: string): Body {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	} catch {
		throw invalid('unexpected EOF');
	}
	throw invalid('temporalproto: syntax error (line 1:1): unexpected token [');
}

function isOf(kind: FieldKind, value: unknown): boolean {
	if (kind === 'any' || value === null) return true;
	if (kind === 'list') return Array.isArray(value);
	if (kind === 'object') return typeof value === 'object';
	// A number may be written as a string.
	if (kind === 'number')
		return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
	return typeof value === kind;
}

export function textIn(body: Body, name: string): string {
	const value = body[name];
	return typeof value === 'string' ? value : '';
}

export function recordIn(body: Body, name: string): Body {
	const value = body[name];
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A page of a list: base64 tokens, which have to be encoded in a query. */
export function pageOf<Element>(
	elements: readonly Element[],
	query: URLSearchParams,
): { readonly page: readonly Element[]; readonly nextPageToken: string } {
	const token = query.get('nextPageToken') ?? '';
	const from = token === '' ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'));
	if (!Number.isInteger(from)) throw invalid('Invalid NextPageToken.');
	const size = Number(query.get('pageSize') ?? 0) || 100;
	const to = from + size;
	return {
		page: elements.slice(from, to),
		nextPageToken: to < elements.length ? Buffer.from(String(to), 'utf8').toString('base64') : '',
	};
}
