import { SandboxHttpError } from '../kernel/platform';

/** The Machines API's error answer: `{"error":"..."}`, with a `status` word where a client may act on it. */
export function flyError(
	status: number,
	error: string,
	code?: 'unknown' | 'insufficient_capacity' | 'name_taken',
): SandboxHttpError {
	return new SandboxHttpError(status, { error, ...(code && { status: code }) });
}

export const badRequest = (message: string): SandboxHttpError => flyError(400, message);
export const notFound = (message: string): SandboxHttpError => flyError(404, message);
/** What the machine's state, version or the app's secrets do not allow now. */
export const failedPrecondition = (message: string): SandboxHttpError =>
	flyError(412, `failed_precondition: ${message}`);

/** What Fly has and the sandbox has not: in its own name, so that nobody takes it for an answer of Fly's. */
export const notSimulated = (what: string): SandboxHttpError =>
	flyError(501, `The sandbox does not simulate ${what}. Fly itself may well have it`);
