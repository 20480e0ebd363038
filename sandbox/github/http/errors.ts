import { SandboxHttpError } from '../../kernel/platform';

const DOCUMENTATION_URL = 'https://docs.github.com/rest';

export interface ValidationProblem {
	readonly resource: string;
	readonly code: string;
	readonly field?: string;
	readonly message?: string;
	readonly contexts?: unknown;
}

/** An answer in GitHub's shape: `{message, documentation_url, status}`. */
export function apiError(
	status: number,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): SandboxHttpError {
	return new SandboxHttpError(
		status,
		{ message, documentation_url: DOCUMENTATION_URL, status: String(status) },
		headers,
	);
}

export function notFound(): SandboxHttpError {
	return apiError(404, 'Not Found');
}

export function validationFailed(...errors: readonly ValidationProblem[]): SandboxHttpError {
	return new SandboxHttpError(422, {
		message: 'Validation Failed',
		errors,
		documentation_url: DOCUMENTATION_URL,
		status: '422',
	});
}

/** The commit's checks do not allow what was asked; `errors` lists the contexts, as GitHub does. */
export function conflict(message: string, errors?: readonly ValidationProblem[]): SandboxHttpError {
	return new SandboxHttpError(409, {
		message,
		...(errors ? { errors } : {}),
		documentation_url: DOCUMENTATION_URL,
		status: '409',
	});
}
