import type { SandboxRequest } from '../../kernel/platform';
import { grafanaError } from '../errors';

export type Fields = Readonly<Record<string, unknown>>;

/** The body as an object. */
export function fieldsOf(request: SandboxRequest): Fields {
	let body: unknown;
	try {
		body = JSON.parse(request.body.toString('utf8'));
	} catch {
		throw grafanaError(400, 'bad request data');
	}
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
	throw grafanaError(400, 'bad request data');
}

export const textIn = (fields: Fields, name: string): string | undefined => {
	const value = fields[name];
	return typeof value === 'string' ? value : undefined;
};

export const numberIn = (fields: Fields, name: string): number | undefined => {
	const value = fields[name];
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const textsIn = (fields: Fields, name: string): string[] | undefined => {
	const value = fields[name];
	return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : undefined;
};
