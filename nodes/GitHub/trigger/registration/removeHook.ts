import type { IHookFunctions } from 'n8n-workflow';

import { gitHubClientForPicker } from '../../api/client';
import { messageOf } from '../../../shared/operation/errors';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { forget, orphansOf, type Registration, registrationOf } from './registration';

/**
 * Takes away the hook in use and those that could not be taken away before. One that this node did not make
 * is only switched off, since it is not this node's to delete. One that is gone already is fine.
 *
 * @throws PlatformRequestError when the hook in use cannot be taken away; it stays remembered.
 */
export async function removeHook(functions: IHookFunctions): Promise<boolean> {
	await removeOrphans(functions);
	const known = registrationOf(functions);
	if (known) await remove(functions, gitHubClientForPicker(functions), known);
	return true;
}

/** Tries again to take away the hooks of earlier targets; one that cannot be is said, and tried again later. */
export async function removeOrphans(functions: IHookFunctions): Promise<void> {
	const orphans = orphansOf(functions);
	if (orphans.length === 0) return;
	const client = gitHubClientForPicker(functions);
	for (const orphan of orphans) {
		const removed = await attempt(remove(functions, client, orphan));
		if (removed.ok) continue;
		functions.logger.warn(
			`${functions.getNode().name} could not take away its former webhook ${orphan.hooksPath}/${orphan.hookId}, and tries again when the workflow is published or unpublished next: ${messageOf(removed.error)}`,
		);
	}
}

async function remove(functions: IHookFunctions, client: PlatformClient, hook: Registration): Promise<void> {
	const path = `${hook.hooksPath}/${hook.hookId}`;
	await client.request({
		...(hook.made
			? { method: 'DELETE', path }
			: { method: 'PATCH', path, body: { active: false }, safeToRepeat: true }),
		acceptStatuses: [404],
	});
	forget(functions, hook);
}
