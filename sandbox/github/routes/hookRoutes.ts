import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { listResponse } from '../http/pagination';
import { readBody, readBoolean, readObject, readStringList } from '../http/requestBody';
import { routeTable } from '../http/routeTable';
import type { HookRecord } from '../model';
import { representHook, representHookConfig } from '../present/hook';
import { pingPayload } from '../present/payloads/ping';
import { pushPayload } from '../present/payloads/push';
import { applyHookConfig, checkHook } from '../webhooks/hookRules';
import { HOOK_PREFIXES, requestedHook, requestedHookOwner } from './requestedHook';

/** https://docs.github.com/rest/repos/webhooks, and the same for organizations. */
export function hookRoutes(context: GitHubContext): SandboxRoute[] {
	return HOOK_PREFIXES.flatMap((prefix) => {
		const one = `${prefix}/:hookId`;
		return routeTable(context, [
			['GET', prefix, listHooks],
			['POST', prefix, postHook],
			['GET', one, getHook],
			['PATCH', one, patchHook],
			['DELETE', one, deleteHook],
			['GET', `${one}/config`, getConfig],
			['PATCH', `${one}/config`, patchConfig],
			['POST', `${one}/pings`, ping],
			['POST', `${one}/tests`, test],
		]);
	});
}

function listHooks(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const { kind, owner } = requestedHookOwner(context, request);
	const hooks = context.world.hooks.filter((hook) => hook.kind === kind && hook.owner === owner);
	return listResponse(request, hooks, (hook) => representHook(context, hook));
}

function postHook(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	return { status: 201, body: representHook(context, createHook(context, request)) };
}

function getHook(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: representHook(context, requestedHook(context, request)) };
}

function patchHook(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const hook = requestedHook(context, request);
	updateHook(context, hook, request);
	return { status: 200, body: representHook(context, hook) };
}

function deleteHook(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const hook = requestedHook(context, request);
	context.world.hooks.splice(context.world.hooks.indexOf(hook), 1);
	return { status: 204 };
}

function getConfig(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: representHookConfig(requestedHook(context, request)) };
}

function patchConfig(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const hook = requestedHook(context, request);
	const config = readBody(request);
	changeHook(context, hook, (draft) => applyHookConfig(draft, config));
	return { status: 200, body: representHookConfig(hook) };
}

function ping(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const hook = requestedHook(context, request);
	context.webhooks.deliverLater(hook, 'ping', pingPayload(context, hook));
	return { status: 204 };
}

function test(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	sendTest(context, requestedHook(context, request));
	return { status: 204 };
}

function createHook(context: GitHubContext, request: SandboxRequest): HookRecord {
	const body = readBody(request);
	const nowMs = context.services.clock.now();
	const hook: HookRecord = {
		id: context.services.ids.integer(),
		...requestedHookOwner(context, request),
		url: '',
		contentType: 'form',
		secret: null,
		insecureSsl: '0',
		active: readBoolean(body, 'active') ?? true,
		events: [...new Set(readStringList(body, 'events') ?? ['push'])].sort(),
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
		lastResponse: { code: null, status: 'unused', message: null },
	};
	applyHookConfig(hook, readObject(body, 'config') ?? {});
	checkHook(context, hook);
	context.world.hooks.push(hook);
	if (hook.active) context.webhooks.deliverLater(hook, 'ping', pingPayload(context, hook));
	return hook;
}

/** Tries the change on a copy first, so that a refused one leaves the hook as it was. */
function changeHook(context: GitHubContext, hook: HookRecord, change: (draft: HookRecord) => void): void {
	const draft = { ...hook, events: [...hook.events] };
	change(draft);
	const index = context.world.hooks.indexOf(hook);
	context.world.hooks.splice(index, 1);
	try {
		checkHook(context, draft);
	} finally {
		context.world.hooks.splice(index, 0, hook);
	}
	Object.assign(hook, draft, { updatedAtMs: context.services.clock.now() });
}

function updateHook(context: GitHubContext, hook: HookRecord, request: SandboxRequest): void {
	const body = readBody(request);
	changeHook(context, hook, (draft) => {
		const config = readObject(body, 'config');
		if (config) {
			// Here, unlike at `/config`, a secret that is not sent again is dropped.
			draft.secret = null;
			applyHookConfig(draft, config);
		}
		draft.active = readBoolean(body, 'active') ?? draft.active;
		const events = new Set(readStringList(body, 'events') ?? draft.events);
		for (const event of readStringList(body, 'add_events') ?? []) events.add(event);
		for (const event of readStringList(body, 'remove_events') ?? []) events.delete(event);
		draft.events = [...events].sort();
	});
}

/** Sends the newest push once more, if the hook listens to pushes. */
function sendTest(context: GitHubContext, hook: HookRecord): void {
	const record = context.world.repository(hook.owner);
	const { defaultBranch } = context.services.repositories;
	const head = record && context.git.branchHead(record, defaultBranch);
	if (!record || !head || !hook.events.some((event) => event === 'push' || event === '*')) return;
	context.webhooks.deliverLater(
		hook,
		'push',
		pushPayload(context, record, {
			reference: `refs/heads/${defaultBranch}`,
			before: head.parents[0] ?? head.sha,
			after: head.sha,
		}),
	);
}
