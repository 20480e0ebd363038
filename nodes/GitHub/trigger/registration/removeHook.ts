import type { IHookFunctions } from 'n8n-workflow';

import type { PlatformClient } from '../../../shared/http/platformClient';
import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { gitHubClientForPicker } from '../../api/client';
import { deactivateHook, deleteHook } from '../../api/hooks';
import { forget, orphansOf, type Registration, registrationOf } from './registration';

/**
 * Removes the hook in use and those that could not be removed before. One that this node did not create
 * is only switched off, since it is not this node's to delete. One that is gone already is fine.
 *
 * @throws PlatformRequestError when the hook in use cannot be removed; it stays remembered.
 */
export async function removeHook(functions: IHookFunctions): Promise<boolean> {
	await removeOrphans(functions);
	const known = registrationOf(functions);
	if (known) await remove(functions, gitHubClientForPicker(functions), known);
	return true;
}

/** Tries again to remove the hooks of earlier targets; one that still cannot be is logged, and tried again later. */
export async function removeOrphans(functions: IHookFunctions): Promise<void> {
	const orphans = orphansOf(functions);
	if (orphans.length === 0) return;
	const client = gitHubClientForPicker(functions);
	for (const orphan of orphans) {
		const removed = await attempt(remove(functions, client, orphan));
		if (removed.ok) continue;
		functions.logger.warn(
			`${functions.getNode().name} could not remove its former webhook ${orphan.hooksPath}/${orphan.hookId}, and will try again when the workflow is next published or unpublished: ${messageOf(removed.error)}`,
		);
	}
}

async function remove(functions: IHookFunctions, client: PlatformClient, hook: Registration): Promise<void> {
	const removeIt = hook.made ? deleteHook : deactivateHook;
	await removeIt(client, hook.hooksPath, hook.hookId);
	forget(functions, hook);
}
