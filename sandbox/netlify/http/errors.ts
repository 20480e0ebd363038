import { SandboxHttpError } from '../../kernel/platform';

/** Netlify's error answer: `{"code":404,"message":"Not Found"}`. */
export function netlifyError(
	status: number,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): SandboxHttpError {
	return new SandboxHttpError(status, { code: status, message }, headers);
}

export const notFound = (): SandboxHttpError => netlifyError(404, 'Not Found');

export const unprocessable = (message: string): SandboxHttpError => netlifyError(422, message);
