import { SandboxHttpError } from '../../kernel/platform';

type Detail = 'NotFoundFailure' | 'NamespaceNotFoundFailure' | 'WorkflowExecutionAlreadyStartedFailure';

/** Status by google.rpc code, as the server's gateway maps them. */
const statuses: Readonly<Record<number, number>> = { 3: 400, 4: 504, 5: 404, 6: 409, 7: 403, 8: 429, 9: 400, 12: 501 };

/** An answer in the shape of google.rpc.Status; its content type is an asterisk, like that of every answer. */
export function temporalError(
	code: number,
	message: string,
	detail?: { readonly type: Detail; readonly more?: Readonly<Record<string, unknown>> },
): SandboxHttpError {
	const details = detail && [
		{ '@type': `type.googleapis.com/temporal.api.errordetails.v1.${detail.type}`, ...detail.more },
	];
	return new SandboxHttpError(
		statuses[code] ?? 500,
		{ code, message, ...(details && { details }) },
		{ 'content-type': '*' },
	);
}

export const invalid = (message: string): SandboxHttpError => temporalError(3, message);

export const precondition = (message: string): SandboxHttpError => temporalError(9, message);

export const missing = (message: string): SandboxHttpError => temporalError(5, message, { type: 'NotFoundFailure' });
