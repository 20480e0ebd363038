import { createHash } from 'node:crypto';

import type { IAllExecuteFunctions } from 'n8n-workflow';

import { listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { createPlatformClient, type Platform, type PlatformRequest } from '../../shared/http/platformClient';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { clock } from '../../shared/waiting/clock';
import { CallBudget, keptForFailover } from './callBudget';
import { answersIn, type Resolver, resolverUrlIn } from './resolver';

const cloudflare: Platform = {
	name: 'Cloudflare',
	credentialType: 'slipwayCloudflareApi',
	defaultBaseUrl: 'https://api.cloudflare.com/client/v4',
	readErrorMessage,
};

/** A longer wait for calls to be left is an error that says so. */
const longestWaitMs = 30_000;

/** The process's own: Cloudflare's answers tell what others use up. */
const budgets = new Map<string, CallBudget>();

/** Cloudflare's API. Answers are unwrapped: `result` of `{ success, errors, messages, result }`. */
export interface CloudflareClient {
	/** @throws PlatformRequestError; OperationFailure where the calls that are left are kept for failover. */
	result<Result>(request: PlatformRequest): Promise<Result>;
	/** The same with what is said of a list's pages: `result_info`. */
	answer(request: PlatformRequest): Promise<object>;
}

/** For work that may wait: it leaves the last calls of the limit to failover. */
export function cloudflareClient({ functions, itemIndex }: OperationContext): CloudflareClient {
	return clientOf(functions, itemIndex, false);
}

/** For failover, which may use the last call of the limit. */
export function cloudflareFailoverClient({ functions, itemIndex }: OperationContext): CloudflareClient {
	return clientOf(functions, itemIndex, true);
}

/** For pickers and polls, which have no item. */
export function cloudflareClientForPicker(functions: IAllExecuteFunctions): CloudflareClient {
	return clientOf(functions, 0, false);
}

/** A public resolver, which the token is never sent to. */
export async function cloudflareResolver({ functions, itemIndex }: OperationContext): Promise<Resolver> {
	const { resolverUrl } = await functions.getCredentials(cloudflare.credentialType, itemIndex);
	const url = resolverUrlIn(resolverUrl);
	return async (name, type) =>
		answersIn(
			await functions.helpers.httpRequest({
				method: 'GET',
				url,
				qs: { name, type },
				headers: { Accept: 'application/dns-json' },
				encoding: 'text',
				json: false,
				disableFollowRedirect: true,
				timeout: 10_000,
			}),
		);
}

function clientOf(functions: IAllExecuteFunctions, itemIndex: number, isFailover: boolean): CloudflareClient {
	const client = createPlatformClient(cloudflare, functions, itemIndex);
	const answer = async (request: PlatformRequest): Promise<object> => {
		const budget = budgetOf(await keyOf(functions, itemIndex, await client.baseUrl()));
		if (!isFailover) await keepReserve(budget);
		budget.send(clock.now());
		const { status, headers, body } = await client.request(request);
		budget.hear(headers.ratelimit, clock.now());
		if (typeof body === 'object' && body !== null && valueAt(body, 'success') !== false) return body;
		const action = `${request.method} ${request.path}`;
		throw new PlatformRequestError(cloudflare.name, action, status, wordsOf(body), null, 'unreadable');
	};
	return {
		answer,
		async result<Result>(request: PlatformRequest) {
			const result = valueAt(await answer(request), 'result');
			// The vendor's type, held by the contract tests.
			if (typeof result === 'object' && result !== null) return result as Result;
			const action = `${request.method} ${request.path}`;
			throw new PlatformRequestError(cloudflare.name, action, 200, 'the answer has no result', null, 'unreadable');
		},
	};
}

async function keepReserve(budget: CallBudget): Promise<void> {
	const waitMs = budget.waitMs(clock.now());
	if (waitMs === 0) return;
	if (waitMs <= longestWaitMs) return await clock.sleep(waitMs);
	throw new OperationFailure(
		`Of the 1,200 calls that Cloudflare accepts in 5 minutes only ${keptForFailover} are left, which are kept for failover`,
		`Run this again in ${Math.ceil(waitMs / 1000)} s, or find what else uses this token`,
		{ retryAfterSeconds: Math.ceil(waitMs / 1000) },
	);
}

function budgetOf(key: string): CallBudget {
	const budget = budgets.get(key) ?? new CallBudget();
	budgets.set(key, budget);
	return budget;
}

async function keyOf(functions: IAllExecuteFunctions, itemIndex: number, baseUrl: string): Promise<string> {
	const { apiToken } = await functions.getCredentials(cloudflare.credentialType, itemIndex);
	return createHash('sha256')
		.update(`${baseUrl} ${String(apiToken)}`)
		.digest('hex');
}

/** `[{"code":9021,"message":"Invalid TTL","error_chain":[...]}]`: the words, each with its code. */
function readErrorMessage(body: unknown): string | undefined {
	const words = listAt(body, 'errors').flatMap((error) => [error, ...listAt(error, 'error_chain')].map(wordsOf));
	return words.length === 0 ? undefined : words.join(': ');
}

function wordsOf(error: unknown): string {
	const code = valueAt(error, 'code');
	const message = textAt(error, 'message') ?? 'the answer is not one of Cloudflare';
	return typeof code === 'number' ? `${message} (${code})` : message;
}
