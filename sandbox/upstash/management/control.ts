import { SandboxHttpError, type SandboxHandler, type SandboxRoute } from '../../kernel/platform';
import { jsonBody } from './routes/requestBody';
import type { AccountWorld } from './world';

/** `POST /_sandbox/upstash-management/backups` with `{"outcome": "failed"}` decides how the next backup ends. */
export function controlRoutes(world: AccountWorld): SandboxRoute[] {
	const setNextBackup: SandboxHandler = (request) => {
		const { outcome } = jsonBody(request);
		if (outcome !== 'completed' && outcome !== 'failed' && outcome !== 'pending') {
			throw new SandboxHttpError(400, { message: 'outcome must be completed, failed or pending' });
		}
		world.nextBackup = outcome;
		return { status: 204 };
	};
	return [{ method: 'POST', pattern: '/backups', handle: setNextBackup }];
}
