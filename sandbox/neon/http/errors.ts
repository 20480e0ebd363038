import { randomUUID } from 'node:crypto';

import { SandboxHttpError } from '../../kernel/platform';

/** Neon's error answer; most have an empty code. */
export function neonError(status: number, message: string, code = ''): SandboxHttpError {
	return new SandboxHttpError(status, { request_id: randomUUID(), code, message });
}

export const notFound = (what: string): SandboxHttpError => neonError(404, `${what} not found`);

export const badRequest = (message: string): SandboxHttpError => neonError(400, message);

export const unprocessable = (message: string, code = ''): SandboxHttpError => neonError(422, message, code);
