import type {
	SandboxHandler,
	SandboxPlatform,
	SandboxRequest,
	SandboxResponse,
	SandboxRoute,
	SandboxServices,
} from '../kernel/platform';
import { createEmbeddedBackend } from './embeddedBackend';
import { permissionError } from './readOnlyCommands';
import type { KeySummary, RedisBackend, RedisFailure, RedisReply } from './redisBackend';
import { commandOfBody, commandOfPath, commandsOfBody, redisHttpError } from './restCommand';
import { connectServerBackend } from './serverBackend';
import { unavailableError } from './unavailableCommands';

export const sandboxUpstashToken = 'sandbox-upstash-token';
/** Reads, and nothing else. */
export const sandboxUpstashReadOnlyToken = 'sandbox-upstash-read-only-token';

export interface UpstashOptions {
	/** A Redis server to keep the data in, as `redis://127.0.0.1:6379`. */
	readonly redisUrl?: string | undefined;
}

/** Every string but "OK": https://upstash.com/docs/redis/features/restapi#base64-encoded-responses */
function toBase64(reply: RedisReply): RedisReply {
	if (typeof reply === 'string') return reply === 'OK' ? reply : Buffer.from(reply).toString('base64');
	return typeof reply === 'object' && reply !== null ? reply.map(toBase64) : reply;
}

type Answer = { readonly result: RedisReply } | RedisFailure;

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

function createRoutes(backend: RedisBackend): SandboxRoute[] {
	const execute = async (request: SandboxRequest, command: readonly string[]): Promise<Answer> => {
		const error = refusalOf(request, command);
		return error === undefined ? await backend.execute(command) : { error };
	};
	const present = (request: SandboxRequest, answer: Answer): Answer =>
		'result' in answer && request.headers['upstash-encoding'] === 'base64'
			? { result: toBase64(answer.result) }
			: answer;
	const respond = (request: SandboxRequest, answer: Answer): SandboxResponse => ({
		status: 'error' in answer ? 400 : 200,
		body: present(request, answer),
	});
	const guarded =
		(handle: SandboxHandler): SandboxHandler =>
		async (request) => {
			authorize(request);
			checkFormat(request);
			return await handle(request);
		};
	const single = guarded(async (request) => respond(request, await execute(request, commandOfBody(request))));
	const byPath = guarded(async (request) => respond(request, await execute(request, commandOfPath(request))));
	const pipeline = guarded(async (request) => {
		const answers: Answer[] = [];
		for (const command of commandsOfBody(request)) answers.push(await execute(request, command));
		return { status: 200, body: answers.map((answer) => present(request, answer)) };
	});
	const transaction = guarded(async (request) => {
		const commands = commandsOfBody(request);
		const error = commands
			.map((command) => refusalOf(request, command))
			.find((found) => found !== undefined);
		if (error !== undefined) throw redisHttpError(400, error);
		const executed = await backend.transaction(commands);
		return 'error' in executed
			? { status: 400, body: executed }
			: { status: 200, body: executed.map((answer) => present(request, answer)) };
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
 */
export async function createUpstashPlatform(
	_services: SandboxServices,
	{ redisUrl }: UpstashOptions = {},
): Promise<SandboxPlatform> {
	const connection =
		redisUrl === undefined || redisUrl === ''
			? { unavailable: 'no REDIS_URL' }
			: await connectServerBackend(redisUrl);
	const embedded =
		'backend' in connection ? undefined : createEmbeddedBackend(connection.unavailable);
	const backend = 'backend' in connection ? connection.backend : embedded;
	if (!backend) throw new Error('Upstash has no backend');
	let lastKeys: readonly KeySummary[] = [];
	const present = (keys: readonly KeySummary[]) => ({ backend: backend.description, keys });
	return {
		name: 'upstash',
		secrets: [sandboxUpstashToken, sandboxUpstashReadOnlyToken],
		routes: createRoutes(backend),
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
			await backend.clear();
			lastKeys = [];
		},
		close: async () => await backend.close(),
	};
}
