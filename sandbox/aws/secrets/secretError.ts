import { AwsError } from '../protocol/awsError';

/** Secrets Manager writes an error's text as `Message`. */
export function secretError(code: string, message: string): AwsError {
	return new AwsError(code, message, { messageMember: 'Message' });
}

export const secretNotFound = (): AwsError =>
	secretError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

export const invalidSecretParameter = (message: string): AwsError => secretError('InvalidParameterException', message);

/** What the model's own limits rule out is refused before the service sees it, with `message` in lower case. */
export const invalidSecretValue = (message: string): AwsError => new AwsError('ValidationException', message);

export const invalidSecretRequest = (message: string): AwsError => secretError('InvalidRequestException', message);
