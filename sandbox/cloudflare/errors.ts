import { SandboxHttpError } from '../kernel/platform';

/** Cloudflare's error answer: a list of codes and words. */
export function cloudflareError(
	status: number,
	code: number,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): SandboxHttpError {
	return new SandboxHttpError(
		status,
		{ success: false, errors: [{ code, message }], messages: [], result: null },
		headers,
	);
}

export const unroutable = (path: string): SandboxHttpError =>
	cloudflareError(404, 7003, `Could not route to ${path}, perhaps your object identifier is invalid?`);

export const notAuthorized = (): SandboxHttpError => cloudflareError(403, 10000, 'Authentication error');
