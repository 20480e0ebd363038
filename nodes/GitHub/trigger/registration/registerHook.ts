import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { gitHubClientForPicker } from '../../api/client';
import { OperationFailure } from '../../../shared/operation/errors';
import { listByPage } from '../../../shared/http/pagination';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { webhookUrlOf } from '../../../shared/webhook/webhookRegistration';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import type { HookTarget } from './hookTarget';
import { hookTargetOf } from './hookTarget';
import { isSame, orphansOf, registrationOf, remember } from './registration';
import { removeOrphans } from './removeHook';
import { requiredSecret } from './requiredSecret';
import type { GitHubHook } from '../../api/types';

/**
 * Looks for a hook with this node's address, and takes it over by writing our settings and secret
 * into it: GitHub never tells a hook's secret, so one that was merely found may be signed with
 * anything. Whether there was one; false sends n8n on to `registerHook`.
 *
 * @throws OperationFailure when the credential has no secret that will do: nothing would ever be accepted.
 */
export async function adoptHook(functions: IHookFunctions): Promise<boolean> {
	const target = hookTargetOf(functions);
	const secret = await requiredSecret(functions, target !== null);
	if (target === null) {
		remember(functions, null);
		await removeOrphans(functions);
		return true;
	}
	const client = gitHubClientForPicker(functions);
	const url = webhookUrlOf(functions);
	const hooks = await listHooks(client, target);
	const made = [registrationOf(functions), ...orphansOf(functions)].filter((known) => known?.made === true);
	const isOurs = ({ id: hookId }: GitHubHook) =>
		made.some((known) => known !== null && isSame(known, { hooksPath: target.hooksPath, hookId }));
	// Ours under another address: n8n has moved, and the hook moves along.
	const found = hooks.find((hook) => hook.config.url === url) ?? hooks.find(isOurs);
	if (!found) return false;
	const hook = await client.object<GitHubHook>({
		method: 'PATCH',
		path: `${target.hooksPath}/${found.id}`,
		body: settings(functions, url, secret),
		safeToRepeat: true,
	});
	checkHook(functions, target, hook, url);
	remember(functions, { hooksPath: target.hooksPath, hookId: hook.id, made: isOurs(found) });
	await removeOrphans(functions);
	return true;
}

/** Makes the hook. Called by n8n only when `adoptHook` found none. */
export async function registerHook(functions: IHookFunctions): Promise<boolean> {
	const target = hookTargetOf(functions);
	const secret = await requiredSecret(functions, target !== null);
	if (target === null) return true;
	const client = gitHubClientForPicker(functions);
	const url = webhookUrlOf(functions);
	const hook = await writeOnce({
		what: `the webhook of the ${target.label}`,
		send: async () =>
			await client.object<GitHubHook>({
				method: 'POST',
				path: target.hooksPath,
				body: { name: 'web', ...settings(functions, url, secret) },
			}),
		// There was none with this address a moment ago.
		find: async () => (await listHooks(client, target)).find(({ config }) => config.url === url),
	});
	// Remembered before it is checked, so that it is taken away again even if it is not as it should be.
	remember(functions, { hooksPath: target.hooksPath, hookId: hook.id, made: true });
	checkHook(functions, target, hook, url);
	await removeOrphans(functions);
	return true;
}

async function listHooks(client: PlatformClient, { hooksPath: path }: HookTarget): Promise<GitHubHook[]> {
	return await listByPage<GitHubHook>(client, { method: 'GET', path }, { limit: Infinity, pageSize: 100 });
}

function settings(functions: IHookFunctions, url: string, secret: string): IDataObject {
	return {
		active: true,
		events: eventsOf(functions),
		config: { url, content_type: 'json', insecure_ssl: '0', secret },
	};
}

function eventsOf(functions: IHookFunctions): string[] {
	const events: unknown = functions.getNodeParameter('events', ['push']);
	const chosen = Array.isArray(events) ? events.map(String) : [];
	if (chosen.length > 0) return chosen;
	throw new OperationFailure('No event is chosen', 'Choose at least one under Events');
}

/** @throws OperationFailure when GitHub did not keep what was asked for. */
function checkHook(
	functions: IHookFunctions,
	target: HookTarget,
	hook: GitHubHook,
	url: string,
): void {
	const missing = eventsOf(functions).filter((event) => !hook.events.includes(event));
	if (hook.active && hook.config.url === url && hook.config.secret && missing.length === 0) return;
	throw new OperationFailure(
		`GitHub made the webhook ${hook.id} of the ${target.label}, but not as asked: it is ${hook.active ? 'active' : 'inactive'}, has ${hook.config.secret ? 'a' : 'no'} secret and lacks the events ${missing.join(', ') || 'none'}`,
		'Delete that webhook on GitHub, then publish the workflow again',
	);
}
