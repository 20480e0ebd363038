import type { SandboxRequest } from '../../kernel/platform';
import type { JsonObject } from './errors';
import { notFound, requireObject } from './errors';

/** A path parameter of the matched route. Raises 404 when it is not there. */
export function pathParameter(request: SandboxRequest, name: string): string {
	const value = request.params[name];
	if (value === undefined || value === '') throw notFound();
	return value;
}

/** The JSON body; an empty one is an object without keys. Raises 400 or 422. */
export function jsonBody(request: SandboxRequest): JsonObject {
	return request.body.byteLength === 0 ? {} : requireObject(request.json(), 'The body');
}

export function isZip(request: SandboxRequest): boolean {
	return /^application\/zip\b/i.test(request.headers['content-type'] ?? '');
}

/** Whether a zip is the body, or the `zip` field of a form. */
export function carriesZip(request: SandboxRequest): boolean {
	return isZip(request) || request.body.includes('name="zip"');
}
