import type { SandboxHandler, SandboxRequest } from '../../../kernel/platform';
import type { RedisDatabase } from '../model';
import { answerText } from '../present';
import type { AccountWorld } from '../world';

/** A handler that changes a database that is not being changed, and answers "OK". */
export function change(
	world: AccountWorld,
	apply: (database: RedisDatabase, request: SandboxRequest) => void,
): SandboxHandler {
	return (request) => {
		apply(world.changeable(request.params['id'] ?? ''), request);
		return answerText('OK');
	};
}
