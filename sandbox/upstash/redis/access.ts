import type { SandboxRequest } from '../../kernel/platform';
import { sandboxUpstashReadOnlyToken, sandboxUpstashToken } from '../seed';
import { permissionError } from './commands/readOnlyCommands';
import { unavailableError } from './commands/unavailableCommands';
import { redisHttpError } from './present';

function tokenOf(request: SandboxRequest): string | null {
	const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	return bearer ?? request.query.get('_token');
}

/** Raises 401. */
export function authorize(request: SandboxRequest): void {
	const token = tokenOf(request);
	if (token !== sandboxUpstashToken && token !== sandboxUpstashReadOnlyToken) {
		throw redisHttpError(401, 'WRONGPASS invalid or missing auth token');
	}
}

/** Why a command is refused before it reaches the database. */
export function accessRefusal(request: SandboxRequest, command: readonly string[]): string | undefined {
	const unavailable = unavailableError(command);
	if (unavailable !== undefined || tokenOf(request) === sandboxUpstashToken) return unavailable;
	return permissionError(command);
}
