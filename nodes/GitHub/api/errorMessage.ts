import { isRecord, listAt, textAt } from '../../deployment/values/jsonFields';

/** `{"message":"Validation Failed","errors":[{"resource":"DeploymentStatus","field":"state","code":"custom"}]}` */
export function readErrorMessage(body: unknown): string | undefined {
	const message = textAt(body, 'message');
	if (message === null) return undefined;
	const errors = listAt(body, 'errors').map((error) => {
		if (!isRecord(error)) return String(error);
		const words = textAt(error, 'message') ?? textAt(error, 'code');
		const field = textAt(error, 'field');
		// Most of GitHub's messages name the field already.
		return field === null || words?.includes(field) === true ? words : [field, words].filter(Boolean).join(' ');
	});
	return [message, ...errors.filter((error) => error !== null)].join(': ');
}
