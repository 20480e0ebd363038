import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { gitHubClientForPicker } from '../GitHubDeployments/transport';
import { OperationFailure } from '../shared/errors';
import { listByPage } from '../shared/pagination';
import type { PlatformClient } from '../shared/platformClient';
import { webhookUrlOf } from '../shared/webhookRegistration';
import type { HookTarget } from './hookTarget';
import { hookTargetOf } from './hookTarget';
import { requiredSecret } from './requiredSecret';
import type { GitHubHook } from './types';

/** What this node remembers of its hook, in the workflow's static data. No secret. */
interface Registration {
	readonly hooksPath: string;
	readonly hookId: number;
	/** Whether this node made the hook, rather than finding it there. */
	readonly made: boolean;
}

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
	if (target === null) return true;
	const client = gitHubClientForPicker(functions);
	const url = webhookUrlOf(functions);
	const hooks = await listByPage<GitHubHook>(
		client,
		{ method: 'GET', path: target.hooksPath },
		{ limit: Infinity, pageSize: 100 },
	);
	const known = registrationOf(functions);
	const isOurs = (hook: GitHubHook) =>
		known?.made === true && known.hooksPath === target.hooksPath && known.hookId === hook.id;
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
	return true;
}

/** Makes the hook. Called by n8n only when `adoptHook` found none. */
export async function registerHook(functions: IHookFunctions): Promise<boolean> {
	const target = hookTargetOf(functions);
	const secret = await requiredSecret(functions, target !== null);
	if (target === null) return true;
	const url = webhookUrlOf(functions);
	const hook = await gitHubClientForPicker(functions).object<GitHubHook>({
		method: 'POST',
		path: target.hooksPath,
		body: { name: 'web', ...settings(functions, url, secret) },
	});
	// Remembered before it is checked, so that it is taken away again even if it is not as it should be.
	remember(functions, { hooksPath: target.hooksPath, hookId: hook.id, made: true });
	checkHook(functions, target, hook, url);
	return true;
}

/**
 * Takes away what this node made. A hook that was there before is only switched off, since it is
 * not this node's to delete. One that is gone already is fine.
 */
export async function removeHook(functions: IHookFunctions): Promise<boolean> {
	const known = registrationOf(functions);
	if (known === null) return true;
	const client: PlatformClient = gitHubClientForPicker(functions);
	const hookPath = `${known.hooksPath}/${known.hookId}`;
	await client.request(
		known.made
			? { method: 'DELETE', path: hookPath, acceptStatuses: [404] }
			: {
					method: 'PATCH',
					path: hookPath,
					body: { active: false },
					safeToRepeat: true,
					acceptStatuses: [404],
				},
	);
	const data = functions.getWorkflowStaticData('node');
	delete data.registration;
	return true;
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

function remember(functions: IHookFunctions, registration: Registration): void {
	functions.getWorkflowStaticData('node').registration = { ...registration };
}

function registrationOf(functions: IHookFunctions): Registration | null {
	const { registration } = functions.getWorkflowStaticData('node');
	if (typeof registration !== 'object' || registration === null || Array.isArray(registration)) {
		return null;
	}
	const hooksPath: unknown = Reflect.get(registration, 'hooksPath');
	const hookId: unknown = Reflect.get(registration, 'hookId');
	if (typeof hooksPath !== 'string' || typeof hookId !== 'number') return null;
	return { hooksPath, hookId, made: Reflect.get(registration, 'made') === true };
}
