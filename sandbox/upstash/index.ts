import type {
	SandboxHandler,
	SandboxPlatform,
	SandboxRequest,
	SandboxResponse,
	SandboxRoute,
	SandboxServices,
} from '../kernel/platform';
import { createEmbeddedBackend } from './embeddedBackend';
import { DatabaseLimits, limitsIn } from './limits';
import { permissionError } from './readOnlyCommands';
import type { KeySummary, RedisBackend } from './redisBackend';
import { answerJson, type Answer } from './replyJson';
import { commandOfBody, commandOfPath, commandsOfBody, redisHttpError } from './restCommand';
import { asksForTypes, scanWithTypes } from './scanTypes';
import { connectServerBackend } from './serverBackend';
import { unavailableError } from './unavailableCommands';

export const sandboxUpstashToken = 'sandbox-upstash-token';
/** Reads, and nothing else. */
export const sandboxUpstashReadOnlyToken = 'sandbox-upstash-read-only-token';

export interface UpstashOptions {
	/** A Redis server to keep the data in, as `redis://127.0.0.1:6379`. */
	readonly redisUrl?: string | undefined;
}

function tokenOf(request: SandboxRequest): string | null {
	const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	return bearer ?? request.query.get('_token');
}

function authorize(request: SandboxRequest): void {
	const token = tokenOf(request);
	if (token !== sandboxUpstashToken && token !== sandboxUpstashReadOnlyToken) {
		throw redisHttpError(401, 'WRONGPASS invalid or missing auth token');
	}
}

/** Why a command is refused before it reaches the database. */
function refusalOf(request: SandboxRequest, command: readonly string[]): string | undefined {
	const unavailable = unavailableError(command);
	if (unavailable !== undefined || tokenOf(request) === sandboxUpstashToken) return unavailable;
	return permissionError(command);
}

function checkFormat(request: SandboxRequest): void {
	const format = request.headers['upstash-response-format'];
	if (format !== undefined && format !== 'json') {
		throw redisHttpError(400, 'ERR the sandbox answers in the json response format only');
	}
}

function createRoutes(backend: RedisBackend, limits: DatabaseLimits): SandboxRoute[] {
	const limitRefusal = async (command: readonly string[]): Promise<string | undefined> =>
		await limits.refusal(command, async (key) => await backend.recordBytes(key));
	const execute = async (request: SandboxRequest, command: readonly string[]): Promise<Answer> => {
		const error = refusalOf(request, command) ?? (await limitRefusal(command));
		if (error !== undefined) return { error };
		return asksForTypes(command) ? await scanWithTypes(backend, command) : await backend.execute(command);
	};
	let answered = 0;
	const present = (request: SandboxRequest, answer: Answer): string =>
		answerJson(answer, request.headers['upstash-encoding'] === 'base64');
	const respond = (status: number, text: string): SandboxResponse => ({
		status,
		headers: { 'Content-Type': 'application/json; charset=utf-8' },
		body: text,
	});
	const respondOne = (request: SandboxRequest, answer: Answer): SandboxResponse =>
		respond('error' in answer ? 400 : 200, present(request, answer));
	const respondAll = (request: SandboxRequest, answers: readonly Answer[]): SandboxResponse =>
		respond(200, `[${answers.map((answer) => present(request, answer)).join(',')}]`);
	const guarded =
		(handle: SandboxHandler): SandboxHandler =>
		async (request) => {
			authorize(request);
			checkFormat(request);
			const tooLarge = limits.requestRefusal(request.body.length);
			const response = tooLarge === undefined ? await handle(request) : { status: 400, body: { error: tooLarge } };
			answered += 1;
			// Opaque to clients, who send it back: https://upstash.com/docs/redis/howto/readyourwrites
			const token = Buffer.from(`sandbox:${answered}`).toString('base64');
			return { ...response, headers: { ...response.headers, 'upstash-sync-token': token } };
		};
	const single = guarded(async (request) => respondOne(request, await execute(request, commandOfBody(request))));
	const byPath = guarded(async (request) => respondOne(request, await execute(request, commandOfPath(request))));
	const pipeline = guarded(async (request) => {
		const answers: Answer[] = [];
		for (const command of commandsOfBody(request)) answers.push(await execute(request, command));
		return respondAll(request, answers);
	});
	const transaction = guarded(async (request) => {
		const commands = commandsOfBody(request);
		for (const command of commands) {
			const error = refusalOf(request, command) ?? (await limitRefusal(command));
			if (error !== undefined) throw redisHttpError(400, error);
		}
		const executed = await backend.transaction(commands);
		return 'error' in executed ? respondOne(request, executed) : respondAll(request, executed);
	});
	return [
		...['POST', 'PUT'].flatMap((method) => [
			{ method, pattern: '/', handle: single },
			{ method, pattern: '/pipeline', handle: pipeline },
			{ method, pattern: '/multi-exec', handle: transaction },
		]),
		...['GET', 'POST', 'PUT'].map((method) => ({ method, pattern: '/*command', handle: byPath })),
	];
}

/**
 * Upstash's Redis REST API at `/upstash`: https://upstash.com/docs/redis/features/restapi
 *
 * Its data lives in a real Redis where one answers, in the sandbox's own small one otherwise. Keys expire by WALL
 * time in both: Redis knows no other, so a lock's time to live is not shortened by the sandbox's time scale.
 *
 * `POST /_sandbox/upstash/limits` fills the database up (`{"full": true}`), uses up its requests (`{"requestsLeft": 0}`)
 * or its budget (`{"suspended": true}`), and sets the sizes that it takes.
 */
export async function createUpstashPlatform(
	_services: SandboxServices,
	{ redisUrl }: UpstashOptions = {},
): Promise<SandboxPlatform> {
	const limits = new DatabaseLimits();
	const connection =
		redisUrl === undefined || redisUrl === ''
			? { unavailable: 'no REDIS_URL' }
			: await connectServerBackend(redisUrl, limits);
	const embedded =
		'backend' in connection ? undefined : createEmbeddedBackend(connection.unavailable, limits);
	const backend = 'backend' in connection ? connection.backend : embedded;
	if (!backend) throw new Error('Upstash has no backend');
	let lastKeys: readonly KeySummary[] = [];
	const present = (keys: readonly KeySummary[]) => ({
		backend: backend.description,
		limits: limits.settings,
		keys,
	});
	return {
		name: 'upstash',
		secrets: [sandboxUpstashToken, sandboxUpstashReadOnlyToken],
		routes: createRoutes(backend, limits),
		controlRoutes: [
			{
				method: 'POST',
				pattern: '/limits',
				handle: (request) => {
					Object.assign(limits.settings, limitsIn(request));
					return { status: 200, body: limits.settings };
				},
			},
		],
		notFound: ({ method }) =>
			['GET', 'HEAD', 'POST', 'PUT'].includes(method)
				? { status: 404, body: { error: 'ERR not found' } }
				: { status: 405, body: { error: `ERR method ${method} is not allowed` } },
		/** With a Redis server, the keys as they were when `currentState` last asked. */
		state: () => present(embedded?.summarizeNow() ?? lastKeys),
		async currentState() {
			lastKeys = await backend.summarize();
			return present(lastKeys);
		},
		reset: async () => {
			limits.reset();
			await backend.clear();
			lastKeys = [];
		},
		close: async () => await backend.close(),
	};
}
