import type { GitHubContext } from '../../context';
import { without } from '../../http/requestBody';
import type { HookRecord, JsonObject } from '../../model';
import { TOKEN_LOGIN } from '../../world/accounts';
import { representHook } from '../hook';
import { eventPayload } from './eventPayload';

/** The `ping` that a hook gets when it is made and when it is asked for. */
export function pingPayload(context: GitHubContext, hook: HookRecord): JsonObject {
	const record =
		hook.kind === 'repository'
			? context.world.repository(hook.owner)
			: context.world.repositories().find((candidate) => candidate.owner === hook.owner);
	if (!record) throw new Error(`The hook ${hook.id} belongs to ${hook.owner}, which has no repository`);
	const payload = eventPayload(context, record, 'ping', TOKEN_LOGIN, {
		zen: 'Practicality beats purity.',
		hook_id: hook.id,
	});
	// The example's hook has other properties than an organization's: ours is whole.
	const full: JsonObject = { ...payload, hook: representHook(context, hook) };
	return hook.kind === 'repository' ? full : without(full, 'repository');
}
