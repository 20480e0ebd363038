import { parse } from 'lossless-json';

import type { SandboxRequest } from '../../../kernel/platform';
import { redisHttpError } from '../present';

function parseBody(request: SandboxRequest): unknown {
	try {
		// A number keeps the digits it was sent with.
		return parse(request.body.toString('utf8'), undefined, (digits) => digits);
	} catch {
		throw redisHttpError(400, 'ERR failed to parse the request body as JSON');
	}
}

function parseCommand(value: unknown): string[] {
	if (!Array.isArray(value)) throw redisHttpError(400, 'ERR a command must be a JSON array');
	if (value.length === 0) throw redisHttpError(400, 'ERR empty command');
	return value.map((entry: unknown) => {
		if (typeof entry === 'string') return entry;
		if (typeof entry === 'boolean') return String(entry);
		throw redisHttpError(400, 'ERR command arguments must be strings or numbers');
	});
}

/** `POST /`: one command as a JSON array. */
export const commandOfBody = (request: SandboxRequest): string[] => parseCommand(parseBody(request));

/** `POST /pipeline` and `/multi-exec`: a list of commands. */
export function commandsOfBody(request: SandboxRequest): string[][] {
	const body = parseBody(request);
	if (!Array.isArray(body)) throw redisHttpError(400, 'ERR the body must be an array of commands');
	return body.map(parseCommand);
}

/** `/set/foo/bar`: segments, then the body, then what the query adds (`?EX=100&NX`). */
export function commandOfPath(request: SandboxRequest): string[] {
	let command: string[];
	try {
		command = request.path.split('/').slice(1).map(decodeURIComponent);
	} catch {
		throw redisHttpError(400, 'ERR malformed escape in the path');
	}
	if (request.body.length > 0) command.push(request.body.toString('utf8'));
	for (const [name, value] of request.query) {
		if (name === '_token') continue;
		command.push(name);
		if (value !== '') command.push(value);
	}
	return command;
}
