import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../../kernel/platform';
import { accessRefusal, authorize } from '../access';
import type { RedisAnswer } from '../model';
import { allAnswers, oneAnswer, redisHttpError } from '../present';
import type { RedisWorld } from '../world';
import { commandOfBody, commandOfPath, commandsOfBody } from './restCommand';

/** https://upstash.com/docs/redis/features/restapi */
export function redisRoutes(world: RedisWorld): SandboxRoute[] {
	const handlers = new RedisHandlers(world);
	const route = (method: string, pattern: string, handle: SandboxHandler): SandboxRoute => ({
		method,
		pattern,
		handle: handlers.guarded(handle),
	});
	return [
		...['POST', 'PUT'].flatMap((method) => [
			route(method, '/', handlers.single),
			route(method, '/pipeline', handlers.pipeline),
			route(method, '/multi-exec', handlers.transaction),
		]),
		...['GET', 'POST', 'PUT'].map((method) => route(method, '/*command', handlers.byPath)),
	];
}

class RedisHandlers {
	private answered = 0;

	constructor(private readonly world: RedisWorld) {}

	readonly single: SandboxHandler = async (request) =>
		oneAnswer(request, await this.execute(request, commandOfBody(request)));

	readonly byPath: SandboxHandler = async (request) =>
		oneAnswer(request, await this.execute(request, commandOfPath(request)));

	readonly pipeline: SandboxHandler = async (request) => {
		const answers: RedisAnswer[] = [];
		for (const command of commandsOfBody(request)) answers.push(await this.execute(request, command));
		return allAnswers(request, answers);
	};

	readonly transaction: SandboxHandler = async (request) => {
		const commands = commandsOfBody(request);
		for (const command of commands) {
			const error = await this.refusal(request, command);
			if (error !== undefined) throw redisHttpError(400, error);
		}
		const executed = await this.world.backend.transaction(commands);
		return 'error' in executed ? oneAnswer(request, executed) : allAnswers(request, executed);
	};

	/** Who may ask, in which format and how much; and the token for reading one's own writes. */
	guarded(handle: SandboxHandler): SandboxHandler {
		return async (request) => {
			authorize(request);
			assertJsonFormat(request);
			const tooLarge = this.world.limits.requestRefusal(request.body.length);
			const response = tooLarge === undefined ? await handle(request) : { status: 400, body: { error: tooLarge } };
			this.answered += 1;
			// Opaque to clients, who send it back: https://upstash.com/docs/redis/howto/readyourwrites
			const token = Buffer.from(`sandbox:${this.answered}`).toString('base64');
			return { ...response, headers: { ...response.headers, 'upstash-sync-token': token } };
		};
	}

	private async execute(request: SandboxRequest, command: readonly string[]): Promise<RedisAnswer> {
		const error = await this.refusal(request, command);
		return error === undefined ? await this.world.execute(command) : { error };
	}

	private async refusal(request: SandboxRequest, command: readonly string[]): Promise<string | undefined> {
		return accessRefusal(request, command) ?? (await this.world.limitRefusal(command));
	}
}

function assertJsonFormat(request: SandboxRequest): void {
	const format = request.headers['upstash-response-format'];
	if (format !== undefined && format !== 'json') {
		throw redisHttpError(400, 'ERR the sandbox answers in the json response format only');
	}
}
