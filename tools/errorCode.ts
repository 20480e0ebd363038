import { isRecord, readString } from './json';

/** The system error code, such as `ENOENT`. (No instanceof: under Jest, Node's own errors are of another realm.) */
export function errorCode(error: unknown): string | undefined {
	return isRecord(error) ? readString(error, 'code') : undefined;
}

/** An error's message, whatever realm it is from. */
export function errorMessage(error: unknown): string {
	return (isRecord(error) ? readString(error, 'message') : undefined) || String(error);
}
