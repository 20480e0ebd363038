import type { Command, CommandTable } from './command';
import { hashCommands } from './hashCommands';
import { keyCommands } from './keyCommands';
import { Keyspace } from './keyspace';
import { listCommands } from './listCommands';
import { parseInteger } from './numbers';
import type { Reply } from './reply';
import { RedisError, ok, syntaxError, wrongArguments } from './reply';
import { ScriptLibrary } from './scripts';
import { setCommands } from './setCommands';
import { sortedSetCommands } from './sortedSetCommands';
import { stringCommands } from './stringCommands';

const dataCommands: CommandTable = {
	...stringCommands,
	...keyCommands,
	...hashCommands,
	...listCommands,
	...setCommands,
	...sortedSetCommands,
};

const scriptingArity: Readonly<Record<string, number>> = { EVAL: -3, EVALSHA: -3, SCRIPT: -2 };

function unknownCommand(name: string, args: readonly string[]): RedisError {
	const shown = args.map((arg) => `'${arg}'`).join(' ');
	return new RedisError(`ERR unknown command '${name}', with args beginning with: ${shown}`);
}

const fits = (arity: number, count: number): boolean =>
	arity < 0 ? count >= -arity : count === arity;

/**
 * A small Redis of the sandbox's own, for machines without one: strings, hashes, lists, sets, sorted sets, expiry,
 * transactions and Lua. Texts are UTF-8; streams, bitmaps, geography and publish/subscribe are left out and answer
 * "unknown command". Every command runs to its end before the next, so that scripts and transactions are atomic.
 */
export class EmbeddedRedis {
	readonly keys: Keyspace;

	private readonly scripts = new ScriptLibrary();

	constructor(nowMs?: () => number) {
		this.keys = new Keyspace(nowMs);
	}

	/** Throws `RedisError` for a failed command. */
	execute(command: readonly string[]): Reply {
		const [name = '', ...args] = command;
		const arity = this.check(command);
		if (arity in scriptingArity) return this.executeScripting(arity, args);
		return this.executeData(name, args);
	}

	/** Runs all of them, a failed one as its error. Throws, having run none, when one is unknown or malformed. */
	transaction(commands: ReadonlyArray<readonly string[]>): Array<Reply | RedisError> {
		for (const command of commands) {
			try {
				this.check(command);
			} catch (error) {
				const message = error instanceof Error ? error.message : String(error);
				throw new RedisError(
					`EXECABORT Transaction discarded because of previous errors: ${message}`,
				);
			}
		}
		return commands.map((command) => {
			try {
				return this.execute(command);
			} catch (error) {
				if (error instanceof RedisError) return error;
				throw error;
			}
		});
	}

	clear(): void {
		this.keys.clear();
		this.scripts.clear();
	}

	/** Returns the name in capitals. Throws when the command is unknown or has the wrong number of arguments. */
	private check(command: readonly string[]): string {
		const [name = '', ...args] = command;
		const upper = name.toUpperCase();
		const arity = scriptingArity[upper] ?? this.dataCommand(upper)?.arity;
		if (arity === undefined) throw unknownCommand(name, args);
		if (!fits(arity, command.length)) throw wrongArguments(name);
		return upper;
	}

	private dataCommand(upperName: string): Command | undefined {
		return Object.hasOwn(dataCommands, upperName) ? dataCommands[upperName] : undefined;
	}

	private executeData(name: string, args: readonly string[]): Reply {
		const command = this.dataCommand(name.toUpperCase());
		if (!command) throw unknownCommand(name, args);
		return command.run({
			keys: this.keys,
			args,
			arg(index) {
				const value = args[index];
				if (value === undefined) throw syntaxError();
				return value;
			},
		});
	}

	private executeScripting(name: string, args: readonly string[]): Reply {
		const [first = '', ...rest] = args;
		if (name === 'EVAL') {
			this.scripts.load(first);
			return this.runScript(first, rest);
		}
		if (name === 'EVALSHA') {
			const source = this.scripts.source(first);
			if (source === undefined) throw new RedisError('NOSCRIPT No matching script. Please use EVAL.');
			return this.runScript(source, rest);
		}
		switch (first.toUpperCase()) {
			case 'LOAD':
				if (rest[0] === undefined) throw wrongArguments('script|load');
				return this.scripts.load(rest[0]);
			case 'EXISTS':
				return rest.map((digest) => (this.scripts.source(digest) === undefined ? 0 : 1));
			case 'FLUSH':
				this.scripts.clear();
				return ok;
			default:
				throw new RedisError(`ERR unknown subcommand '${first}'. Try SCRIPT HELP.`);
		}
	}

	private runScript(source: string, args: readonly string[]): Reply {
		const keyCount = parseInteger(args[0] ?? '');
		if (keyCount < 0) throw new RedisError("ERR Number of keys can't be negative");
		if (keyCount > args.length - 1) {
			throw new RedisError("ERR Number of keys can't be greater than number of args");
		}
		return this.scripts.run(source, args.slice(1, 1 + keyCount), args.slice(1 + keyCount), (command) => {
			const upper = this.check(command);
			if (upper in scriptingArity) {
				throw new RedisError('ERR This Redis command is not allowed from script');
			}
			return this.execute(command);
		});
	}
}
