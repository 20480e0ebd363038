import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import { webhookUrlOf } from '../../../shared/webhook/webhookRegistration';
import { gitHubClientForPicker } from '../../api/client';
import { createHook, listHooks, updateHook } from '../../api/hooks';
import type { GitHubHook } from '../../api/types';
import { type HookTarget, hookTargetOf } from './hookTarget';
import { isSame, orphansOf, registrationOf, remember } from './registration';
import { removeOrphans } from './removeHook';
import { requiredSecret } from './requiredSecret';

/**
 * Looks for a hook with this node's address, and takes it over by writing our settings and secret
 * into it: GitHub never reveals a hook's secret, so one that was merely found may be signed with
 * anything. Whether there was one; false sends n8n on to `registerHook`.
 *
 * @throws ConfigurationError when the credential has no usable secret: nothing would ever be accepted.
 */
export async function adoptHook(functions: IHookFunctions): Promise<boolean> {
	const target = hookTargetOf(functions);
	const secret = await requiredSecret(functions, target !== null);
	if (target === null) {
		remember(functions, null);
		await removeOrphans(functions);
		return true;
	}
	const { hooksPath } = target;
	const client = gitHubClientForPicker(functions);
	const url = webhookUrlOf(functions);
	const hooks = await listHooks(client, hooksPath, Infinity);
	const isOurs = madeHere(functions, hooksPath);
	// Ours under another address: n8n has moved, and the hook moves along.
	const found = hooks.find((hook) => hook.config.url === url) ?? hooks.find(isOurs);
	if (!found) return false;
	const hook = await updateHook(client, hooksPath, found.id, settings(functions, url, secret));
	assertAsRequested(functions, target, hook, url);
	remember(functions, { hooksPath, hookId: hook.id, made: isOurs(found) });
	await removeOrphans(functions);
	return true;
}

/** Creates the hook. Called by n8n only when `adoptHook` found none. */
export async function registerHook(functions: IHookFunctions): Promise<boolean> {
	const target = hookTargetOf(functions);
	const secret = await requiredSecret(functions, target !== null);
	if (target === null) return true;
	const { hooksPath, label } = target;
	const client = gitHubClientForPicker(functions);
	const url = webhookUrlOf(functions);
	const hook = await writeOnce({
		what: `the webhook of the ${label}`,
		send: async () => await createHook(client, hooksPath, settings(functions, url, secret)),
		// There was none with this address a moment ago.
		find: async () => (await listHooks(client, hooksPath, Infinity)).find(({ config }) => config.url === url),
	});
	// Remembered before it is checked, so that it is removed again even if it is not as it should be.
	remember(functions, { hooksPath, hookId: hook.id, made: true });
	assertAsRequested(functions, target, hook, url);
	await removeOrphans(functions);
	return true;
}

/** Whether this node created a hook, now in use or an orphan. */
function madeHere(functions: IHookFunctions, hooksPath: string): (hook: GitHubHook) => boolean {
	const registration = registrationOf(functions);
	const made = [...(registration ? [registration] : []), ...orphansOf(functions)].filter((known) => known.made);
	return ({ id: hookId }) => made.some((known) => isSame(known, { hooksPath, hookId }));
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
	throw new ConfigurationError('No event is chosen', 'Choose at least one under Events');
}

/** @throws OperationFailure when GitHub did not store what was asked for. */
function assertAsRequested(functions: IHookFunctions, { label }: HookTarget, hook: GitHubHook, url: string): void {
	const { active, config, events } = hook;
	const missing = eventsOf(functions).filter((event) => !events.includes(event));
	if (active && config.url === url && config.secret && missing.length === 0) return;
	throw new OperationFailure(
		`GitHub did not store the webhook ${hook.id} of the ${label} as requested: it is ${active ? 'active' : 'inactive'}, has ${config.secret ? 'a' : 'no'} secret and lacks the events ${missing.join(', ') || 'none'}`,
		'Delete that webhook on GitHub, then publish the workflow again',
	);
}
